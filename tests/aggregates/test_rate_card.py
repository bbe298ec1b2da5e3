"""What a rate card promises (X-35)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from billing_facts import OTHER_RATE, RATE, rate_set, usual
from examples import ANN, CLIENT, MONDAY, STRANGER, director, importer, roubles
from spec import Spec

from crm_es.aggregates import rate_card
from crm_es.aggregates.rate_card import EndRate, RateEnded, RateSet, SetRate
from crm_es.ids import RATE_CARD
from crm_es.messages import Corrupt
from crm_es.rates import HourlyRate, Priced

spec = Spec(rate_card.decider, director())
set_it = SetRate(rate_id=RATE, per_hour=roubles(3000), since=date(2026, 1, 1))
ended = RateEnded(
    rate_card_id=RATE_CARD, rate_id=RATE, rate=usual.model_copy(update={"until": MONDAY.date()}), was=usual
)


def test_an_hour_costs_what_was_set() -> None:
    spec.given().when(set_it).then(rate_set)
    spec.given(rate_set).when(set_it).then_nothing()


def test_a_rate_says_what_it_said_before() -> None:
    dearer = usual.model_copy(update={"per_hour": roubles(3500)})
    expected = RateSet(rate_card_id=RATE_CARD, rate_id=RATE, rate=dearer, was=usual)
    spec.given(rate_set).when(set_it.model_copy(update={"per_hour": roubles(3500)})).then(expected)


def test_no_two_rates_for_the_same_begin_on_one_day() -> None:
    other = set_it.model_copy(update={"rate_id": OTHER_RATE, "per_hour": roubles(3500)})
    spec.given(rate_set).when(other).then_refused("begins on 2026-01-01 already", str(RATE))
    later = other.model_copy(update={"since": date(2026, 7, 1)})
    assert isinstance(spec.given(rate_set).when(later).events()[0], RateSet)
    for changes in ({"client_id": CLIENT}, {"person_id": ANN}, {"kind": "Service"}, {"use": "cost"}):
        assert spec.given(rate_set).when(other.model_copy(update=changes)).events()


def test_a_rate_ends_on_its_last_day() -> None:
    end = EndRate(rate_id=RATE, until=MONDAY.date())
    spec.given(rate_set).when(end).then(ended)
    spec.given(rate_set, ended).when(end).then_nothing()
    spec.given().when(end).then_refused("no such rate")
    spec.given(rate_set).when(EndRate(rate_id=RATE, until=date(2025, 12, 31))).then_refused("begins on 2026-01-01")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"per_hour": roubles(-1)}, "costs nothing, or something above it"),
        ({"per_hour": roubles(10**9)}, "look at the amount again"),
        ({"until": date(2025, 1, 1)}, "ends before it begins"),
        ({"person_id": STRANGER}, "does not work here"),
        ({"kind": "magic"}, "no kind of work: take one of service"),
        ({"rate_card_id": RATE}, "one rate card"),
    ],
)
def test_a_rate_can_be_meant(changes: dict[str, object], words: str) -> None:
    spec.given().when(set_it.model_copy(update=changes)).then_refused(words)


def test_an_import_brings_kinds_that_are_called_otherwise_today() -> None:
    assert spec.given().when(set_it.model_copy(update={"kind": "magic"}), importer()).events()


def test_the_rate_that_names_most_counts_and_of_those_the_latest() -> None:
    """X-35: a project before its client, that before a person, that before the kind of work."""
    project_id, day = UUID(int=120), MONDAY.date()
    named: list[dict[str, object]] = [
        {},
        {"kind": "service"},
        {"person_id": ANN},
        {"client_id": CLIENT},
        {"client_id": CLIENT, "person_id": ANN},
        {"project_id": project_id},
    ]
    history = [
        RateSet(
            rate_card_id=RATE_CARD,
            rate_id=UUID(int=200 + n),
            rate=HourlyRate.model_validate({"per_hour": roubles(1000 + n), "since": date(2026, 1, 1), **names}),
        )
        for n, names in enumerate(named)
    ]
    work = Priced(ANN, "Service", CLIENT, project_id)
    for n in range(len(named)):
        card = rate_card.decider.fold(history[: n + 1])
        assert card
        assert card.rates.hourly(work, day) == roubles(1000 + n)
    newer = usual.model_copy(update={"since": day, "per_hour": roubles(5)})
    card = rate_card.decider.fold([rate_set, RateSet(rate_card_id=RATE_CARD, rate_id=OTHER_RATE, rate=newer)])
    assert card
    assert card.rates.hourly(work, day) == roubles(5)
    assert card.rates.hourly(work, day - timedelta(1)) == roubles(3000)
    assert card.rates.hourly(work, day, "cost") is None
    assert card.rates.hourly(work, date(2025, 12, 31)) is None


def test_history_fits_what_came_before() -> None:
    for event in (
        ended,
        rate_set.model_copy(update={"was": usual}),
        rate_set.model_copy(update={"rate_card_id": RATE}),
    ):
        with pytest.raises(Corrupt):
            rate_card.decider.fold([event])
    assert usual.per_hour.amount == Decimal(3000)
