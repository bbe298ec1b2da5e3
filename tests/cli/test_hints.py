"""A refusal on the command line says what may be done about it."""

from __future__ import annotations

from crm_es.cli import hinted
from crm_es.messages import Refused, Remedy
from crm_es.store.programs import Unavailable


def test_each_remedy_is_a_line_with_the_command_as_far_as_it_is_known() -> None:
    remedy = Remedy(command="RequestPrice", sentence="Ask for Чай.", fields={"product": "Чай"})
    assert hinted(Refused("It is below the floor.", remedies=[remedy])).splitlines() == [
        "It is below the floor.",
        'Ask for Чай. RequestPrice {"product": "Чай"}',
    ]


def test_where_nothing_is_known_the_sentence_is_all() -> None:
    assert hinted(Refused("It is closed.")) == "It is closed."
    assert hinted(Unavailable("The database does not run.")) == "The database does not run."
