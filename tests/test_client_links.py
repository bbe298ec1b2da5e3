"""Links that only we can make, and that end (S3-08, S3-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from examples import ID, MONDAY
from hypothesis import given
from hypothesis import strategies as st

from crm_es.client_links import EXPIRED, FORGED, KINDS, ClientLink, LinkKind, read, sign
from crm_es.messages import Refused

SECRET = b"s" * 32
LINK = ClientLink("act", ID, MONDAY + timedelta(30), 2)
TOKEN = sign(LINK, SECRET)


def rule_of(token: str, at: datetime = MONDAY, secret: bytes = SECRET) -> str:
    with pytest.raises(Refused) as refusal:
        read(token, secret, at)
    return refusal.value.rule


@given(
    st.sampled_from(KINDS),
    st.uuids(),
    st.integers(1, 2**32 - 1).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(0, 65_535),
)
def test_a_link_says_what_it_opens(kind: LinkKind, what: UUID, until: datetime, number: int) -> None:
    link = ClientLink(kind, what, until, number)
    token = sign(link, SECRET)
    assert read(token, SECRET, datetime.fromtimestamp(0, UTC)) == link
    assert len(token) < 64


def test_a_link_ends() -> None:
    assert read(TOKEN, SECRET, LINK.until - timedelta(seconds=1)) == LINK
    assert rule_of(TOKEN, LINK.until) == EXPIRED


@given(st.text(max_size=200))
def test_nobody_makes_one_up(token: str) -> None:
    assert rule_of(token) == FORGED


@pytest.mark.parametrize("place", range(0, len(TOKEN), 7))
def test_no_sign_of_it_may_be_changed(place: int) -> None:
    other = "A" if TOKEN[place] != "A" else "B"
    assert rule_of(TOKEN[:place] + other + TOKEN[place + 1 :]) == FORGED


def test_a_link_of_another_company_opens_nothing_here() -> None:
    assert rule_of(sign(replace(LINK, round=1), b"another"), MONDAY) == FORGED
