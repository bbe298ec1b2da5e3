"""A letter leads to a ticket once, or is left out with a reason (S3-02)."""

from examples import MONDAY
from letter_facts import came, leave_out, left_out, take, taken
from spec import Spec

from crm_es.aggregates.letter import NoteLetter, decider
from crm_es.context import Context

spec = Spec(decider, Context(by="service door", at=MONDAY, roles=frozenset({"service door"})))


def test_a_letter_leads_to_a_ticket_or_is_left_out_with_a_reason() -> None:
    spec.when(take).then(taken)
    spec.when(leave_out).then(left_out)
    spec.when(NoteLetter(**came)).then_refused("Say which ticket", rule="what came of a letter")


def test_the_same_letter_again_changes_nothing() -> None:
    spec.given(taken).when(take).then_nothing()
    spec.given(taken).when(leave_out).then_nothing()
    spec.given(left_out).when(leave_out).then_nothing()


def test_what_was_left_out_may_still_be_taken() -> None:
    spec.given(left_out).when(take).then(taken)
