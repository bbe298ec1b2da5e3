"""Every log line is one object that names its request, and gives nobody's data away."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from asgi_correlation_id import correlation_id

from crm_es import logs


@pytest.fixture
def paper() -> Iterator[io.StringIO]:
    before = logging.root.handlers[:], logging.root.level
    paper = io.StringIO()
    logs.set_up("json", "INFO", paper)
    yield paper
    logging.root.handlers[:], logging.root.level = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(paper: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in paper.getvalue().splitlines()]


def test_own_lines_and_those_of_libraries_look_the_same(paper: io.StringIO) -> None:
    structlog.get_logger("crm_es").info("Сделка открыта", deal="Д-1")
    logging.getLogger("uvicorn.error").info("Started %s", "server", extra={"color_message": "\x1b[1mStarted"})
    own, library = lines(paper)
    assert (own["event"], own["deal"], own["level"], own["logger"]) == ("Сделка открыта", "Д-1", "info", "crm_es")
    assert (library["event"], library["level"]) == ("Started server", "info")
    assert "color_message" not in library
    assert "Сделка" in paper.getvalue()


def test_a_line_names_the_request_it_belongs_to(paper: io.StringIO) -> None:
    token = correlation_id.set("request-1")
    structlog.get_logger().info("asked")
    logging.getLogger("uvicorn.access").info("GET /")
    correlation_id.reset(token)
    assert [line["correlation_id"] for line in lines(paper)] == ["request-1", "request-1"]


def test_a_policy_keeps_the_correlation_of_what_it_answers(paper: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(correlation_id="event-7"):
        structlog.get_logger().info("answered")
    assert lines(paper)[0]["correlation_id"] == "event-7"


def test_an_error_shows_where_but_not_whose(paper: io.StringIO) -> None:
    phone = "+7 912 000-00-00"
    try:
        int(phone[:0])
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("library").exception("failed too")
    assert [line["exception"][0]["exc_type"] for line in lines(paper)] == ["ValueError", "ValueError"]
    assert phone not in paper.getvalue()


def test_people_read_plain_lines(paper: io.StringIO) -> None:
    logs.set_up("console", "WARNING", paper)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud", who="anna")
    assert "quiet" not in paper.getvalue()
    assert "loud" in paper.getvalue()
    assert "who=anna" in paper.getvalue()
    assert "\x1b" not in paper.getvalue()


def test_nobody_finds_the_link_of_a_client_in_a_log(paper: io.StringIO) -> None:
    """Whoever has it can accept in the client's name."""
    token = "AQ" + "x9-_" * 14
    asked = ("192.0.2.1:5", "POST", f"/c/{token}/accept", "1.1", 303)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *asked)
    assert "/c/…/accept" in paper.getvalue()
    assert token not in paper.getvalue()
