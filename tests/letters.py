"""Letters of clients, as they come over the wire."""

from __future__ import annotations

from textwrap import dedent

ORDINARY = b"""\
From: Olga Ivanova <olga@bags.example>
To: service@trade.example
Subject: The scales stopped
Date: Mon, 23 Nov 2026 10:00:00 +0300
Message-ID: <a1@bags.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Since this morning they show nothing.
"""
BOUNDARY = "=-=one=-="


def letter(text: str = "Since this morning.\n", **headers: str) -> bytes:
    """A plain letter; headers by their names, with _ for -."""
    told = {
        "From": "Olga Ivanova <olga@bags.example>",
        "To": "service@trade.example",
        "Subject": "The scales stopped",
        "Date": "Mon, 23 Nov 2026 10:00:00 +0300",
        "Message_ID": "<a1@bags.example>",
        "Content_Type": "text/plain; charset=utf-8",
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (told | headers).items() if value]
    return ("\n".join(lines) + f"\n\n{text}").encode()


def part(content: str, kind: str = "text/plain; charset=utf-8", **headers: str) -> str:
    lines = [f"Content-Type: {kind}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + f"\n\n{dedent(content)}"


def of_parts(*parts: str, kind: str = "mixed", boundary: str = BOUNDARY) -> str:
    """A multipart, as a part."""
    inner = "".join(f"--{boundary}\n{one}\n" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inner}--{boundary}--\n'


def with_parts(*parts: str, kind: str = "mixed", **headers: str) -> bytes:
    """A letter of several parts."""
    told, _, body = of_parts(*parts, kind=kind).partition("\n\n")
    return letter(body, Content_Type=told.removeprefix("Content-Type: "), **headers)
