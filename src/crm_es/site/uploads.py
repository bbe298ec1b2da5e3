"""Files that somebody puts into a form: kept at once, so that no error loses them, and named to the command."""

from __future__ import annotations

import json
from secrets import token_hex
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile

from crm_es.site.inner import Inner


async def with_files(inner: Inner, form: FormData) -> FormData:
    """The form with what is known of each file in its place; fields without a file are left out."""
    told: list[tuple[str, str | UploadFile]] = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            told.append((name, value))
            continue
        try:
            if value.filename:
                told.append((name, await kept(inner, value)))
        finally:
            await value.close()
    return FormData(told)


async def kept(inner: Inner, file: UploadFile) -> str:
    """What the API says of the file, as JSON. Raises Problem where it does not take it."""
    boundary = token_hex(16)
    head = (
        f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="{safe(file.filename or "file")}"\r\n'
        f"content-type: {file.content_type or 'application/octet-stream'}\r\n\r\n"
    )
    body = head.encode() + await file.read() + f"\r\n--{boundary}--\r\n".encode()
    headers = {"content-type": f"multipart/form-data; boundary={boundary}", "content-length": str(len(body))}
    return json.dumps((await inner.ask("POST", "/files", body=body, headers=headers)).json)


def safe(name: str) -> str:
    """A file's name between quotation marks."""
    return "".join(quote(sign) if sign in '"\\\r\n' else sign for sign in name)
