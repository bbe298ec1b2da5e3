"""What a client sees and does by a link, without signing in (S3-08, X-27)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import python_calamine
from act_facts import disputed
from acts_sent import path, send_act
from billing_facts import ACT, PRINTER
from examples import CAROL
from fastapi import FastAPI
from fold import recorded
from starlette.testclient import TestClient

from crm_es.aggregates.work_act import AnswerDispute, CancelAct, SendAct
from crm_es.api.client_act import said
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.playbook.calendar import Calendar
from crm_es.runners.worker import settle
from crm_es.store.reading import by_stream

RU, EN = {"Accept-Language": "ru"}, {"Accept-Language": "en"}


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser of somebody who does not work here."""
    return TestClient(app)


@pytest.fixture
def sent(staffed: Crm) -> Crm:
    """The act is with the client."""
    send_act(staffed)
    return staffed


def told(crm: Crm) -> list[str]:
    """What happened to the act."""
    with crm.log.datastore.get_connection() as db:
        return [type(one.event).__name__ for one in by_stream(db, {ACT: 0})[ACT]]


def carol(crm: Crm, wish: Command) -> None:
    crm.handle(wish, Context(CAROL, datetime.now(UTC)))
    settle(crm)


def sent_form(client: TestClient, address: str, **form: str) -> Any:
    return client.post(address, data=form, headers=RU, follow_redirects=False)


def test_the_client_sees_the_lines_the_sums_and_the_papers(client: TestClient, sent: Crm) -> None:
    page = client.get(path(sent), headers=RU)
    assert page.status_code == 200
    for part in (
        "Акт № 1 от",
        "ООО «Северные системы»",
        "АО «Мельница № 1»",
        "T-1 Printer",
        "1,08",
        "3\N{NO-BREAK SPACE}240,00",
        "8\N{NO-BREAK SPACE}250,00\N{NO-BREAK SPACE}₽",
        "Принять акт",
        "hours.xlsx",
        "Оспорить строку",
        "Vera",
        "возражений не будет, акт считается принятым",
    ):
        assert part in page.text


def test_the_page_runs_nothing_is_kept_nowhere_and_tells_nobody_its_address(client: TestClient, sent: Crm) -> None:
    page = client.get(path(sent))
    assert "<script" not in page.text
    assert "style=" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    (style,) = re.findall(r'href="(/static/[^"]+)"', page.text)
    assert client.get(style).headers["Content-Type"].startswith("text/css")


def test_it_speaks_the_language_of_the_reader(client: TestClient, sent: Crm) -> None:
    page = client.get(path(sent), headers=EN).text
    assert '<html lang="en">' in page
    assert "Accept the act" in page


def test_the_papers_are_saved_and_say_the_same(client: TestClient, sent: Crm) -> None:
    here = path(sent)
    for name in ("act.pdf", "invoice.pdf"):
        paper = client.get(f"{here}/{name}", headers=RU)
        assert paper.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        text = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range()
        assert "8 250,00" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "Договор № 12 от 01.02.2026" in text.replace("\N{NO-BREAK SPACE}", " ")
    book = python_calamine.load_workbook(BytesIO(client.get(f"{here}/hours.xlsx", headers=RU).content))
    assert book.get_sheet_by_index(0).to_python()[-1][6] == 8250.0
    assert client.get(f"{here}/credit-note-1.pdf").status_code == 404
    assert client.get(f"{here}/passwords").status_code == 404


def test_the_client_accepts_once_however_often_the_button_is_pressed(client: TestClient, sent: Crm) -> None:
    here = path(sent)
    answer = sent_form(client, f"{here}/accept", contact_name="Вера")
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert sent_form(client, f"{here}/accept").status_code == 303
    assert told(sent).count("ActAccepted") == 1
    page = client.get(here, headers=RU).text
    assert "Акт принят" in page
    assert "Принять акт" not in page
    assert "Оспорить строку" not in page


def test_what_was_said_has_the_day_of_the_companys_calendar() -> None:
    """Late on Monday in UTC it is Tuesday in Vladivostok."""
    late = recorded(disputed, datetime(2026, 11, 23, 20, tzinfo=UTC))
    (word,) = said(PRINTER, [late], Calendar(time_zone="Asia/Vladivostok"))
    assert (word.on, word.text) == (date(2026, 11, 24), "It never worked.")


def test_a_line_is_disputed_with_a_comment_and_answered_on_the_page(client: TestClient, sent: Crm) -> None:
    here = path(sent)
    form = {"line_id": str(PRINTER), "comment": "Встречи не было <b>", "contact_name": "Вера"}
    assert sent_form(client, f"{here}/dispute", **form).status_code == 303
    page = client.get(here, headers=RU).text
    assert "Встречи не было &lt;b&gt;" in page
    assert "Оспорено, ждёт ответа" in page
    again = sent_form(client, f"{here}/dispute", **form)
    assert (again.status_code, "Эта строка уже оспорена" in again.text, here in again.text) == (409, True, True)
    carol(sent, AnswerDispute(work_act_id=ACT, line_id=PRINTER, answer="Снимаем полчаса", credit_minutes=30))
    assert "отправлен вам заново" in client.get(here, headers=RU).text
    here = path(sent, round=2)
    page = client.get(here, headers=RU).text
    assert "Снимаем полчаса" in page
    assert "Снято: 0,5 ч" in page
    assert "С учётом корректировок" in page
    note = client.get(f"{here}/credit-note-1.pdf", headers=RU)
    assert "Корректировочный акт" in pypdfium2.PdfDocument(note.content)[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    "form",
    [
        {"line_id": str(PRINTER), "comment": "   "},
        {"line_id": str(PRINTER), "comment": "x" * 2001},
        {"line_id": "nonsense", "comment": "No"},
        {"line_id": str(ACT), "comment": "No"},
        {},
    ],
)
def test_a_dispute_that_says_nothing_is_explained(client: TestClient, sent: Crm, form: dict[str, str]) -> None:
    answer = sent_form(client, f"{path(sent)}/dispute", **form)
    assert answer.status_code == 409
    assert '<html lang="ru">' in answer.text
    assert "ActLineDisputed" not in told(sent)


def test_that_the_link_was_opened_is_recorded_once_a_day(client: TestClient, sent: Crm) -> None:
    for _ in range(3):
        client.get(path(sent))
    assert told(sent).count("ActOpened") == 1


def test_a_link_ends_and_cannot_be_made_up_or_changed(client: TestClient, sent: Crm) -> None:
    over = client.get(path(sent, until=datetime.now(UTC) - timedelta(1)), headers=RU)
    assert (over.status_code, "Срок ссылки истёк" in over.text) == (410, True)
    for wrong in (path(sent)[:-1], f"{path(sent)[:-4]}AAAA", "/c/x", f"/c/{'x' * 60}"):
        answer = client.get(wrong, headers=RU)
        assert (answer.status_code, "Ссылка повреждена" in answer.text) == (404, True)
    assert "ActOpened" not in told(sent)


def test_a_paper_that_is_not_there_is_told_however_it_is_asked_for(client: TestClient, sent: Crm) -> None:
    for name in ("credit-note-1.pdf", "credit-note-٣.pdf", f"credit-note-{'1' * 5000}.pdf", "credit-note-0.pdf", "x"):
        assert client.get(f"{path(sent)}/{name}").status_code == 404, name


def test_only_the_last_link_opens_an_act_that_was_sent_again(client: TestClient, sent: Crm) -> None:
    carol(sent, SendAct(work_act_id=ACT))
    old = client.get(path(sent), headers=RU)
    assert (old.status_code, "последнего письма" in old.text) == (409, True)
    assert client.get(path(sent, round=2)).status_code == 200


def test_a_cancelled_act_says_so(client: TestClient, sent: Crm) -> None:
    carol(sent, CancelAct(work_act_id=ACT, reason="Wrong client"))
    page = client.get(path(sent), headers=RU)
    assert (page.status_code, "Акт отменён" in page.text) == (409, True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_no_other_site_accepts_in_the_name_of_a_client(client: TestClient, sent: Crm, headers: dict[str, str]) -> None:
    answer = client.post(f"{path(sent)}/accept", data={}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "ActAccepted" not in told(sent)


def test_looking_accepts_nothing(client: TestClient, sent: Crm) -> None:
    client.get(f"{path(sent)}/accept")
    assert "ActAccepted" not in told(sent)
