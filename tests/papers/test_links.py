"""A letter leads to the page of its act (S3-08)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from billed import billed, ready_to_bill

from crm_es.application import Crm
from crm_es.client_links import ClientLink, read
from crm_es.papers.links import address, last_letter
from crm_es.store import company_secrets
from crm_es.store.company_secrets import secret


def test_only_the_last_letter_has_a_link_and_none_where_our_address_is_not_known(staffed: Crm) -> None:
    ready_to_bill(staffed, 60)
    act_id = uuid4()
    billed(staffed, act_id)
    with staffed.log.datastore.get_connection() as db:
        company_secrets.create_tables(db)
        sent = last_letter(db, act_id)
        assert sent is not None
        link = ClientLink("act", act_id, sent.until, sent.round)
        assert address(db, None, link) is None
        url = address(db, "https://crm.trade.example/", link) or ""
        key = secret(db)
        assert last_letter(db, uuid4()) is None
    assert url.startswith("https://crm.trade.example/c/")
    assert read(url.rpartition("/")[2], key, datetime(2026, 11, 24, tzinfo=UTC)).id == act_id
