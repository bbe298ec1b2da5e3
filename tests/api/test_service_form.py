"""Clients ask for service by a form, without signing in; programs that fill in forms are not heard (S3-02, X-27)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from examples import CLIENT
from fastapi import FastAPI
from front_desk import ELENA, PHONE, FrontDesk
from starlette.testclient import TestClient

from crm_es.application import Crm

ADDRESSES = count(1)
FORM = {"subject": "The scales stopped", "text": "Since this morning", "name": "Olga", "email": "olga@bags.example"}
Client = Callable[[], TestClient]


@pytest.fixture
def desk(staffed: Crm) -> FrontDesk:
    return FrontDesk(staffed)


@pytest.fixture
def somebody(app: FastAPI) -> TestClient:
    """From an address of its own: who comes too often is sent away."""
    return TestClient(app, base_url="http://testserver", client=(f"10.0.0.{next(ADDRESSES)}", 1))


def post(somebody: TestClient, **form: Any) -> Any:
    return somebody.post("/api/v1/service-form", json={name: said for name, said in (FORM | form).items() if said})


def test_a_form_begins_a_ticket_of_the_client_and_tells_its_reference(desk: FrontDesk, somebody: TestClient) -> None:
    answer = post(somebody)
    ticket = desk.ticket()
    assert (answer.status_code, answer.json()) == (202, {"reference": ticket["reference"]})
    assert (ticket["subject"], ticket["channel"], ticket["responsible_id"]) == ("The scales stopped", "form", ELENA)
    assert (ticket["client_id"], ticket["contact_name"], ticket["contact_email"]) == (CLIENT, "Olga", FORM["email"])
    assert desk.said()[0]["text"] == "Since this morning"


def test_a_client_is_known_by_phone_too(desk: FrontDesk, somebody: TestClient) -> None:
    assert post(somebody, email=None, phone="8 912 345-67-89").status_code == 202
    assert (desk.ticket()["client_id"], desk.ticket()["contact_phone"]) == (CLIENT, PHONE)


def test_the_same_form_twice_begins_one_ticket(desk: FrontDesk, somebody: TestClient) -> None:
    form_id = str(uuid4())
    first, second = (post(somebody, form_id=form_id) for _ in range(2))
    assert first.json() == second.json()
    assert len(desk.tickets()) == 1


def test_a_program_that_fills_in_everything_is_thanked_and_not_heard(desk: FrontDesk, somebody: TestClient) -> None:
    assert post(somebody, website="https://pills.example").json()["reference"].startswith("T-")
    assert desk.tickets() == []


def test_who_comes_too_often_waits(desk: FrontDesk, somebody: TestClient) -> None:
    codes = [post(somebody, subject=f"Form {n}").status_code for n in range(12)]
    assert codes == [202] * 10 + [429] * 2
    assert len(desk.tickets()) == 10


@pytest.mark.parametrize(
    "wrong",
    [{"email": None}, {"email": "nobody"}, {"subject": None}, {"subject": " "}, {"phone": "x"}, {"more": "x"}],
)
def test_what_cannot_be_answered_is_refused_with_what_is_wrong(somebody: TestClient, wrong: dict[str, Any]) -> None:
    answer = post(somebody, **wrong)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b'{"subject": "\\u0000", "email": "a@b.example"}', b"\xff\x00"]
)
def test_nonsense_is_refused(somebody: TestClient, body: bytes) -> None:
    assert somebody.post("/api/v1/service-form", content=body).status_code in {400, 422}


# ── The page ────────────────────────────────────────────────────────────────

PAGE = {"accept": "text/html", "accept-language": "en"}


def test_the_page_shows_a_form_in_the_readers_language(somebody: TestClient) -> None:
    page = somebody.get("/service-form", headers=PAGE)
    assert page.status_code == 200
    assert '<form method="post" action="/api/v1/service-form" enctype="multipart/form-data">' in page.text
    assert "What happened" in page.text
    assert "Что случилось" in somebody.get("/service-form", headers={"accept-language": "ru"}).text
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_plain_form_with_a_file_is_taken_and_answered_with_a_page(desk: FrontDesk, somebody: TestClient) -> None:
    files = {"file": ("Фото.csv", b"a;b\n1;2\n"), "nothing": ("", b"")}
    answer = somebody.post("/api/v1/service-form", data=FORM | {"phone": ""}, files=files, headers=PAGE)
    assert (answer.status_code, desk.ticket()["reference"] in answer.text) == (202, True)
    assert desk.said()[0]["files"] == ["Фото.csv"]


def test_what_was_typed_stays_where_something_is_wrong(somebody: TestClient) -> None:
    typed = {"subject": '"><b>', "email": "olga", "text": "Since\nMonday"}
    page = somebody.post("/api/v1/service-form", data=typed, headers=PAGE)
    assert page.status_code == 422
    assert "The field &#34;E-mail&#34; is not filled in rightly." in page.text
    assert 'value="&#34;&gt;&lt;b&gt;"' in page.text
    assert "Leave an e-mail address" in somebody.post("/api/v1/service-form", data={"subject": "x"}, headers=PAGE).text


def test_a_file_that_is_not_kept_is_told_to_people_and_programs(desk: FrontDesk, somebody: TestClient) -> None:
    files = {"file": ("run.exe", b"#!/bin/sh\n")}
    page = somebody.post("/api/v1/service-form", data=FORM, files=files, headers=PAGE)
    assert (page.status_code, "This is a program" in page.text, "in a few minutes" in page.text) == (409, True, False)
    russian = PAGE | {"accept-language": "ru"}
    page = somebody.post("/api/v1/service-form", data=FORM, files=files, headers=russian)
    assert "Файл «run.exe» принять нельзя. Принимаются файлы pdf, png," in page.text
    assert ("This is" in page.text, "через несколько минут" in page.text) == (False, False)
    assert somebody.post("/api/v1/service-form", data=FORM, files=files).status_code == 409
    assert desk.tickets() == []
