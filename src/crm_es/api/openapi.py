"""The description of the API, which docs/openapi.json keeps so that every change of it shows in review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from crm_es.api.problems import Problem
from crm_es.api.security import COOKIE


def describe(app: FastAPI) -> None:
    """Add what FastAPI does not know: problems, and how one says who one is."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            parts = schema.setdefault("components", {})
            parts.setdefault("schemas", {}).update(problem.pop("$defs"), Problem=problem)
            parts["securitySchemes"] = {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            }
            schema["security"] = [{"bearer": []}, {"cookie": []}]
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way that FastAPI's documentation shows


def text_of(app: FastAPI) -> str:
    """As docs/openapi.json keeps it."""
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write(app: FastAPI, file: Path) -> None:
    file.write_text(text_of(app), encoding="utf-8")
