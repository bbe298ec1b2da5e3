"""The audit reads the log by index, and tells the whole story."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CLIENT, HEAD, ID, MONDAY, REQUEST, TUESDAY, roubles
from payment_facts import FORM
from psycopg import Connection

from crm_es import audit
from crm_es.aggregates.client import MeetClient, RenameClient
from crm_es.aggregates.payment_request import ApprovePaymentRequest, DraftPaymentRequest, SubmitPaymentRequest
from crm_es.application import Crm
from crm_es.audit import Asked
from crm_es.audit.search import conditions
from crm_es.context import Context
from crm_es.ids import PLAYBOOK, notebook_of
from crm_es.messages import Refused
from crm_es.runners.worker import settle
from crm_es.spreadsheets import as_csv

Db = Connection[Any]


@pytest.fixture
def db(staffed: Crm) -> Any:
    """Ann meets a client and renames it a day later; Helen approves her payment, and Bob may not."""
    for command, who, at in (
        (MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), ANN, MONDAY),
        (RenameClient(client_id=CLIENT, name="Acme Ltd"), ANN, TUESDAY),
        (
            DraftPaymentRequest(payment_request_id=REQUEST, form=FORM.model_copy(update={"amount": roubles(40)})),
            ANN,
            MONDAY,
        ),
        (SubmitPaymentRequest(payment_request_id=REQUEST), ANN, TUESDAY),
        (ApprovePaymentRequest(payment_request_id=REQUEST), HEAD, TUESDAY),
    ):
        staffed.handle(command, Context(by=who, at=at))
    with pytest.raises(Refused):
        staffed.handle(RenameClient(client_id=ID, name="Bolt"), Context(by=BOB, at=TUESDAY))
    settle(staffed)
    with staffed.log.datastore.get_connection() as connection:
        yield connection


def events(lines: list[audit.Line]) -> list[str]:
    return [line["event"] for line in lines]


def test_a_history_ends_at_a_version_or_a_time(db: Db) -> None:
    assert events(audit.history(db, CLIENT)) == ["ClientMet", "ClientRenamed"]
    assert events(audit.history(db, CLIENT, version=1)) == ["ClientMet"]
    assert events(audit.history(db, CLIENT, as_of=MONDAY)) == ["ClientMet"]
    assert audit.history(db, CLIENT, as_of=MONDAY - timedelta(1)) == []


def test_a_record_can_be_seen_as_it_was(db: Db) -> None:
    version, row = audit.record(db, CLIENT, version=1) or (0, {})
    assert (version, row["name"], row["met_at"]) == (1, "Acme", "2026-11-23T09:00:00Z")
    assert audit.record(db, CLIENT, as_of=MONDAY - timedelta(1)) is None


def test_records_without_a_list_are_seen_as_decisions_see_them(db: Db) -> None:
    found = audit.record(db, PLAYBOOK)
    assert found is not None
    assert found[1]["playbook"]["name"] == "Trade"


def test_every_field_that_differs_is_told(db: Db) -> None:
    assert audit.changes(db, CLIENT, 1, 2) == [{"field": "name", "before": "Acme", "after": "Acme Ltd"}]
    first = {line["field"]: line["before"] for line in audit.changes(db, CLIENT, 0, 1)}
    assert first.keys() >= {"client_id", "name", "owner_id", "met_at"}
    assert set(first.values()) == {None}, "before the first version there was nothing"


def test_a_search_narrows_by_all_that_is_given(db: Db) -> None:
    assert events(audit.search(db, Asked(actor=str(ANN)), limit=2)) == [
        "PaymentRequestSubmitted",
        "PaymentRequestDrafted",
    ]
    assert events(audit.search(db, Asked(stream=CLIENT, since=TUESDAY))) == ["ClientRenamed"]
    assert events(audit.search(db, Asked(stream=CLIENT, until=TUESDAY))) == ["ClientMet"]
    assert events(audit.search(db, Asked(topic="ClientMet"))) == ["ClientMet"]
    asked_by_policy = audit.search(db, Asked(actor="ask_payment_approvers"))
    assert {line["cause"] for line in asked_by_policy} == {"PaymentRequestSubmitted", "PaymentRequestApproved"}
    (line,) = audit.search(db, Asked(stream=CLIENT, since=TUESDAY))
    assert events(audit.search(db, Asked(correlation=line["correlation_id"]))) == ["ClientRenamed"]
    assert events(audit.search(db, Asked(sight=[ANN], topic="StaffMemberHired"))) == []


def test_pages_of_a_search_neither_overlap_nor_miss(db: Db) -> None:
    everything = audit.search(db, Asked(), limit=1000)
    turned: list[audit.Line] = []
    while page := audit.search(db, Asked(), before=turned[-1]["position"] if turned else None, limit=3):
        turned += page
    assert turned == everything


def test_refused_attempts_are_found_and_counted(db: Db) -> None:
    (attempt,) = audit.refused(db, Asked(actor=str(BOB)))
    assert (attempt["command"], attempt["who"], attempt["wish"]["name"]) == ("RenameClient", "Bob", "Bolt")
    assert audit.refused_by_rule(db, Asked(stream=ID)) == {attempt["rule"]: 1}
    assert audit.refused(db, Asked(rule=attempt["rule"]), before=attempt["command_id"]) == []
    assert audit.refused(db, Asked(sight=[ANN])) == []


def test_a_chain_of_causes_is_told_from_its_root(db: Db) -> None:
    (approved,) = audit.search(db, Asked(topic="PaymentRequestApproved"))
    (root,) = audit.causation(db, approved["correlation_id"])
    assert (root["command"], root["who"], events(root["events"])) == (
        "ApprovePaymentRequest",
        "Helen",
        ["PaymentRequestApproved"],
    )
    answered = root["events"][0]["commands"]
    assert {command["command"] for command in answered} >= {"AddEntry", "CloseEntry"}
    closed = next(command for command in answered if command["command"] == "CloseEntry")
    assert events(closed["events"]) == ["EntryClosed"]
    assert closed["stream"] == notebook_of(HEAD)
    assert audit.causation(db, approved["command_id"]) == [root], "a command of the chain will do"


def test_a_refused_command_is_the_end_of_its_chain(db: Db) -> None:
    (attempt,) = audit.refused(db, Asked(actor=str(BOB)))
    (root,) = audit.causation(db, attempt["correlation_id"])
    assert root["refusal"]
    assert root["events"] == []


def test_a_table_has_a_heading_and_json_in_its_cells(db: Db) -> None:
    heading, *rows = as_csv(audit.history(db, CLIENT)).splitlines()
    assert heading.split(",")[:4] == ["occurred_at", "who", "on_behalf_of_whom", "sentence"]
    assert len(rows) == 2
    assert '""to_name"": ""Acme Ltd""' in rows[1]
    assert as_csv([]).strip() == ""


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\r=1", "-", "--1"])
def test_a_text_never_becomes_a_formula_of_a_spreadsheet(text: str) -> None:
    (cell,) = list(csv.reader(StringIO(as_csv([{"title": text}]), newline="")))[1]
    assert cell == f"'{text}"


@pytest.mark.parametrize("value", ["-5.00", "+79161234567", "-5", "a=b", "1-2", "", -5, Decimal("-5.00")])
def test_numbers_and_plain_words_stay_as_they_are(value: object) -> None:
    (cell,) = list(csv.reader(StringIO(as_csv([{"title": value, "more": 1}]), newline="")))[1][:1]
    assert cell == str(value)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Asked(stream=UUID(int=77)), "events_pkey"),
        (Asked(actor="actor 77"), "events_by_actor"),
        (Asked(actor=str(UUID(int=77))), "events_by_person"),
        (Asked(correlation=UUID(int=77)), "events_by_correlation"),
        (Asked(topic="Topic77"), "events_by_topic"),
        (Asked(), "events_by_position"),
    ],
)
def test_a_search_goes_by_index(staffed: Crm, asked: Asked, index: str) -> None:
    with staffed.log.datastore.get_connection() as db:
        many(db)
        where, values = conditions(asked, "originator_id", "occurred_at")
        question = f"EXPLAIN SELECT * FROM events WHERE {where} ORDER BY notification_id DESC LIMIT 50"
        plan = "\n".join(line["QUERY PLAN"] for line in db.execute(question, values).fetchall())
    assert index in plan
    assert "Seq Scan" not in plan


def many(db: Db) -> None:
    """A log with some volume, whoever wrote it."""
    db.execute("""
        INSERT INTO events (originator_id, originator_version, notification_id, topic, state, occurred_at, actor,
                            on_behalf_of, correlation_id, playbook_version)
        SELECT md5((n / 10)::text)::uuid, n, 1000 + n, 'Topic' || n % 100, '{}', now() + n * interval '1 second',
               'actor ' || n % 500, md5((n % 500)::text)::uuid, md5(n::text)::uuid, 1
        FROM generate_series(1, 30000) AS n
    """)
    db.execute("ANALYZE events")
