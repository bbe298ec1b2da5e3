"""What event logs of other systems tell us, whatever state they are in."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_es.exchange.event_log import EventLog
from crm_es.exchange.payment_cases import read
from crm_es.messages import Refused

TRACE = """<trace><string key="concept:name" value="{case}"/>{attributes}{events}</trace>"""
EVENT = """
<event><string key="concept:name" value="{0}"/><date key="time:timestamp" value="{1}"/>
<string key="id" value="{0}-{1}"/><string key="(case)_Amount" value="12.345"/></event>"""


def xes(*traces: str) -> str:
    return f'<?xml version="1.0"?>\n<log xmlns="http://www.xes-standard.org">{"".join(traces)}</log>'


def trace(case: str, *events: tuple[str, str], attributes: str = "") -> str:
    return TRACE.format(case=case, attributes=attributes, events="".join(EVENT.format(*event) for event in events))


def told(tmp_path: Path, name: str, text: str) -> EventLog:
    file = tmp_path / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return read(file)


def activities(log: EventLog) -> dict[str, list[str]]:
    return {case_id: [step.activity for step in case.steps] for case_id, case in log.cases.items()}


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_a_trace_keeps_the_order_of_its_file_and_its_times_become_utc(tmp_path: Path, name: str) -> None:
    text = xes(trace("one", ("late", "2017-01-09T09:17:18.000+01:00"), ("early", "2016-01-01T00:00:00Z")))
    log = told(tmp_path, name, text)
    assert activities(log) == {"one": ["late", "early"]}
    assert log.cases["one"].steps[0].at == datetime(2017, 1, 9, 8, 17, 18, tzinfo=UTC)
    assert log.cases["one"].attributes == {"amount": "12.345"}
    assert log.bad_rows == []


def test_attributes_of_a_trace_count_whichever_way_they_are_written(tmp_path: Path) -> None:
    amount = '<float key="RequestedAmount" value="7.5"/>'
    log = told(tmp_path, "log.xes", xes(trace("one", ("a", "2016-01-01"), attributes=amount)))
    assert log.cases["one"].attributes["requestedamount"] == "7.5"


def test_a_bad_event_is_told_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    log = told(tmp_path, "log.xes", xes(trace("one", ("a", "never"), ("b", "2016-01-01")), trace("", ("c", "2016"))))
    assert activities(log) == {"one": ["b"]}
    assert [(row.line, row.reason.split(":", maxsplit=1)[0]) for row in log.bad_rows] == [
        (3, "The step 'a' of case 'one' has no readable time ('never')"),
        (7, "A case has no name (concept"),
    ]


def test_a_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    text = xes(trace("one", ("a", "2016-01-01")), trace("two", ("b", "2016-01-01")))
    log = told(tmp_path, "log.xes", text[:-60])
    assert activities(log) == {"one": ["a"]}
    assert "breaks off" in log.bad_rows[0].reason


def test_a_packed_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "log.csv.gz"
    rows = [f"case {n},a,2016-01-01" for n in range(20_000)]
    file.write_bytes(gzip.compress("\n".join(["case_id,activity,timestamp", *rows]).encode())[:-5_000])
    log = read(file)
    assert len(log.cases) > 1_000
    assert [row.reason.split(" (")[0] for row in log.bad_rows] == ["The file breaks off here"]


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.csv.gz"])
@pytest.mark.parametrize("content", [b"", b"\x1f\x8b", b"\x1f\x8b\x08\xff\x00rubbish", b"\x00\x01\x02"])
def test_a_file_without_any_case_that_can_be_read_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Refused, match=r"holds no case that can be read|has no column"):
        read(file)


def test_a_file_full_of_traps_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><log>&b;</log>'
    with pytest.raises(Refused, match="document type"):
        told(tmp_path, "log.xes", bomb)


@pytest.mark.parametrize(("name", "text"), [("log.txt", "x"), ("log.xes", "<html/>"), ("log.csv", "a,b\n1,2\n")])
def test_a_file_of_another_kind_is_refused_with_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Refused, match=r"name|Name"):
        told(tmp_path, name, text)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read(tmp_path / "none.xes")


@pytest.mark.parametrize(
    "header",
    [
        "case_id,activity,timestamp,case_Amount",
        "case:concept:name,concept:name,time:timestamp,case:Amount",
        "Case ID,Activity,Complete Timestamp,(case) Amount",
        "\ufeffcaseid,event,time,(case)_Amount",
    ],
)
def test_a_table_is_read_by_what_its_columns_mean(tmp_path: Path, header: str) -> None:
    rows = ["one,b,2017/01/09 10:00:00.000,5", "two,a,2017-01-09T08:00:00,6", "one,a,2017-01-09 09:00:00+00:00,5"]
    log = told(tmp_path, "log.csv", "\n".join([header, *rows, ",lost,2017-01-09,1", "one,a,soon,5", "short", ""]))
    assert activities(log) == {"one": ["a", "b"], "two": ["a"], "short": []}
    assert log.cases["two"].attributes == {"amount": "6"}
    assert [row.line for row in log.bad_rows] == [5, 6, 7, 0]
