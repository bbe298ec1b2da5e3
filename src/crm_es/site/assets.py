"""Styles, scripts and icons: files of ours, which browsers keep until they change."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class Assets(StaticFiles):
    """The files of the site. Their addresses change with what they hold, so they are kept for a year."""

    def __init__(self) -> None:
        super().__init__(packages=[("crm_es.site", "static")])

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
