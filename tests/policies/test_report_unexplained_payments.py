"""The heads hear of money that nobody approved, until it is explained (S0-44)."""

from __future__ import annotations

from bank_payment_facts import explained, unexplained
from examples import DIRECTOR, HEAD, ID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import notebook_of
from crm_es.playbook import MUST_SETTLE
from crm_es.policies.report_unexplained_payments import KIND, entry, react

BOTH = {"heads": (HEAD, DIRECTOR)}


def test_every_head_is_told() -> None:
    told = list(react(unexplained.model_copy(update=BOTH)))
    assert told[0] == AddEntry(
        notebook_id=notebook_of(HEAD),
        person_id=HEAD,
        entry_id=entry(unexplained, HEAD),
        kind="payment without approval",
        about="bank_payment",
        subject_id=ID,
        text="No approved request fits it. 40 000.00 RUB to ИП Примеров (Платежное поручение 101 of 23.11.2026): "
        "Оплата по счету № 12",
    )
    assert [one.notebook_id for one in told] == [notebook_of(HEAD), notebook_of(DIRECTOR)]


def test_the_entry_goes_when_it_is_explained_and_not_before() -> None:
    assert KIND in MUST_SETTLE
    assert list(react(explained.model_copy(update=BOTH))) == [
        CloseEntry(notebook_id=notebook_of(person), entry_id=entry(unexplained, person), result="A fine")
        for person in (HEAD, DIRECTOR)
    ]


def test_a_long_purpose_fits_an_entry() -> None:
    endless = {"purpose": "x" * 500, "why": "y" * 500, "payee_name": "z" * 500}
    (told,) = react(unexplained.model_copy(update=endless))
    assert isinstance(told, AddEntry)
    assert len(told.text) == 1000
