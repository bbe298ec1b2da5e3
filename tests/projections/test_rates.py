"""What an hour costs, in the list of rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing_facts import RATE, rate_set, usual
from examples import MONDAY
from fold import fold, recorded

from crm_es.aggregates.rate_card import RateEnded
from crm_es.ids import RATE_CARD
from crm_es.projections import rates
from crm_es.row import replace


def test_a_rate_is_shown_until_its_last_day() -> None:
    row = fold(rates, recorded(rate_set))[RATE]
    expected = ("price", Decimal(3000), "RUB", date(2026, 1, 1), None)
    assert (row.use, row.per_hour, row.currency, row.since, row.until) == expected
    until = usual.model_copy(update={"until": MONDAY.date()})
    ended = RateEnded(rate_card_id=RATE_CARD, rate_id=RATE, rate=until, was=usual)
    assert fold(rates, recorded(rate_set), recorded(ended)) == {RATE: replace(row, until=MONDAY.date())}
