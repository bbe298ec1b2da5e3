"""Who is written to when, and whether the letters arrive (S2-20)."""

from datetime import time, timedelta
from typing import Any

import pytest
from examples import HEAD, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.digest import DigestDue, DigestScheduled, DigestSent, DigestStopped
from crm_es.ids import digest_of
from crm_es.messages import Corrupt
from crm_es.projections import digests
from crm_es.projections.digests import Digest

whose: dict[str, Any] = {"digest_id": digest_of(HEAD), "person_id": HEAD}
scheduled = DigestScheduled(**whose, hours=(time(9), time(18)), own=False, next_at=MONDAY)
due = DigestDue(
    **whose,
    slot=MONDAY,
    in_time=True,
    looks_back=False,
    people=(HEAD,),
    day=MONDAY.date(),
    begins=MONDAY,
    ends=MONDAY + timedelta(1),
    time_zone="UTC",
    next_at=TUESDAY,
)
sent = DigestSent(**whose, slot=MONDAY, email="helen@trade.example", sent=True, detail="Taken")


def digest(*history: Any) -> Digest:
    (found,) = fold(digests, *map(recorded, history)).values()
    assert isinstance(found, Digest)
    return found


def test_hours_and_the_next_letter_are_told() -> None:
    found = digest(scheduled)
    assert (found.hours, found.own, found.next_at) == (("09:00", "18:00"), False, MONDAY)
    assert digest(scheduled, due).next_at == TUESDAY


def test_what_came_of_the_last_letter_is_told() -> None:
    found = digest(scheduled, due, sent)
    assert (found.last_slot, found.last_email, found.last_sent, found.last_detail) == (
        MONDAY,
        "helen@trade.example",
        True,
        "Taken",
    )


def test_whoever_wants_no_letters_has_no_hours() -> None:
    found = digest(scheduled, DigestStopped(**whose, own=True))
    assert (found.hours, found.own, found.next_at) == ((), True, None)


def test_no_letter_comes_before_there_are_hours() -> None:
    with pytest.raises(Corrupt):
        digest(due)
