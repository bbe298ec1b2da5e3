"""Who serves a ticket reads what came with it; the letter as it came is there for those who look after letters."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from examples import ANN
from front_desk import ELENA, FrontDesk
from letters import ORDINARY
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.files.kinds import LETTER

Headers = dict[str, str]


@pytest.fixture
def desk(staffed: Crm) -> FrontDesk:
    return FrontDesk(staffed)


def test_the_letter_is_read_from_the_ticket_and_from_the_list_of_letters(
    desk: FrontDesk, client: TestClient, signed_in: Callable[[UUID], Headers]
) -> None:
    came = desk.take(ORDINARY)
    (letter,) = desk.letters()
    listed = client.get("/letters", headers=signed_in(ELENA)).json()["rows"]
    assert [(row["subject"], row["status"], row["client"]) for row in listed] == [
        ("The scales stopped", "taken", "Bags")
    ]
    paths = [f"/tickets/{came.ticket_id}/files", f"/letters/{came.letter_id}/files"]
    for path in (f"{one}/{letter['original']}" for one in paths):
        found = client.get(path, headers=signed_in(ELENA))
        assert (found.status_code, found.content) == (200, LETTER + ORDINARY)
        assert found.headers["content-disposition"].startswith('attachment; filename="The scales stopped.eml"')
        assert found.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert client.get(path, headers=signed_in(ANN)).status_code == 404
    assert client.get(f"{paths[0]}/{'0' * 64}", headers=signed_in(ELENA)).status_code == 404
