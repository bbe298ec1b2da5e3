"""The API is what its description says."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from examples import ADMIN
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from crm_es.api.openapi import text_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_description_in_the_repository_is_current(app: FastAPI) -> None:
    assert text_of(app) == DOCUMENT.read_text(encoding="utf-8"), "write it: see CONTRIBUTING"


def test_everything_is_explained(app: FastAPI) -> None:
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
            assert operation["tags"]
            assert "422" not in operation["responses"] or "problem" in str(operation["responses"]["422"])


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("files", "25 MB"),
        ("payment-requests/{id}/files", "25 MB"),
        ("readings", "20 MB"),
        ("service-form", "25 MB"),
        ("agent/screenshots", "25 MB"),
        ("activity-exports", "50 MB"),
        ("bank-statements", "20 MB"),
        ("inbox/{source}/commerceml", "20 MB"),
        ("clients", "1 MB"),
    ],
)
def test_how_much_an_address_takes_is_told(app: FastAPI, path: str, limit: str) -> None:
    assert f" {limit}" in app.openapi()["paths"][f"/api/v1/{path}"]["post"]["responses"]["413"]["description"]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(
    app: FastAPI, signed_in: Callable[[UUID], dict[str, str]], mode: GenerationMode
) -> None:
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    headers = signed_in(ADMIN)
    for found in described.exclude(path="/api/v1/sign-out").get_all_operations():  # it would end this test's session
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=3, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(operation.as_strategy(generation_mode=mode))
        def promised(case: schemathesis.Case[Any]) -> None:
            # What is well formed may still be refused: a cursor of another list, a filter of no use.
            # And a list may lag behind a position for longer than one waits.
            excluded: list[Any] = [positive_data_acceptance, not_a_server_error]
            assert case.call_and_validate(headers=headers, excluded_checks=excluded).status_code != 500

        with suppress(Unsatisfiable):  # there is nothing wrong to say where nothing can be said
            promised()


def test_every_command_shows_an_example(app: FastAPI) -> None:
    for path, methods in app.openapi()["paths"].items():
        if "202" in methods.get("post", {}).get("responses", {}):
            assert "examples" in str(methods["post"]["requestBody"]), path
