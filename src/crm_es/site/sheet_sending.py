"""Spreadsheets on their way to the API, with the columns that somebody chose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from crm_es.site.inner import Inner
from crm_es.site.uploads import safe


async def sent(
    inner: Inner, path: str, data: bytes, name: str, *, columns: Mapping[str, str], twins: str
) -> dict[str, Any]:
    """What the API says of it. Raises Problem where it does not take it."""
    boundary = token_hex(16)
    told = {"columns": json.dumps(columns), "twins": twins}
    fields = "".join(
        f'--{boundary}\r\ncontent-disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
        for field, text in told.items()
    )
    file = f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="{safe(name)}"\r\n\r\n'
    body = (fields + file).encode() + data + f"\r\n--{boundary}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={boundary}", "content-length": str(len(body))}
    answer: dict[str, Any] = (await inner.ask("POST", path, body=body, headers=headers)).json
    return answer
