"""What the life of a playbook promises."""

from __future__ import annotations

from datetime import time

from examples import ANN, BOB, OTHER_ID, PLAYBOOK, admin
from spec import Spec

from crm_es.aggregates import playbook
from crm_es.aggregates.playbook import PlaybookPublished, PublishPlaybook
from crm_es.bank_details import BankDetails
from crm_es.ids import PLAYBOOK as THE_PLAYBOOK
from crm_es.playbook import Control, Digest
from crm_es.playbook.billing import Billing, Organisation

spec = Spec(playbook.decider, admin())
renamed = PLAYBOOK.model_copy(update={"name": "Trade and service"})
first = PlaybookPublished(playbook_id=THE_PLAYBOOK, version=1, playbook=PLAYBOOK)
second = PlaybookPublished(playbook_id=THE_PLAYBOOK, version=2, playbook=renamed)


def test_every_publication_is_a_new_version() -> None:
    spec.given().when(PublishPlaybook(playbook=PLAYBOOK)).then(first)
    spec.given(first).when(PublishPlaybook(playbook=renamed)).then(second)


def test_publishing_what_is_in_force_is_nothing_new() -> None:
    spec.given(first).when(PublishPlaybook(playbook=PLAYBOOK)).then_nothing()


def test_an_earlier_playbook_is_put_in_force_again_as_a_new_version() -> None:
    third = first.model_copy(update={"version": 3})
    spec.given(first, second).when(PublishPlaybook(playbook=PLAYBOOK)).then(third)


def test_a_company_has_one_playbook() -> None:
    spec.given().when(PublishPlaybook(playbook_id=OTHER_ID, playbook=PLAYBOOK)).then_refused("one playbook")


def test_whoever_is_written_to_at_other_hours_is_named() -> None:
    """S2-20: so that those letters follow."""
    control = Control(digests=(Digest(role="manager", hours=(time(9),)),))
    written = PLAYBOOK.model_copy(update={"control": control})
    managers = first.model_copy(update={"playbook": written, "digests_of": (ANN, BOB)})
    spec.given().when(PublishPlaybook(playbook=written)).then(managers)
    spec.given(managers).when(PublishPlaybook(playbook=PLAYBOOK)).then(
        second.model_copy(update={"playbook": PLAYBOOK, "digests_of": (ANN, BOB)})
    )


def test_our_papers_name_an_account_to_which_money_comes() -> None:
    """S1-20, X-23."""
    details = {"inn": "7707083893", "bik": "044030827", "account": "40702810900000002852"}
    organisation = Organisation(name="North", details=BankDetails(**details))
    wrong = PLAYBOOK.model_copy(update={"billing": Billing(organisation=organisation)})
    spec.given(first).when(PublishPlaybook(playbook=wrong)).then_refused("does not fit the БИК")
