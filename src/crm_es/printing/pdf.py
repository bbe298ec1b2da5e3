"""A paper as PDF: laid out by typst from data alone, with our own type, the same bytes from the same paper."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from typst import Compiler, TypstError

from crm_es.printing.layout import Printed, laid_out

HERE: Final = Path(__file__).parent
ONE_AT_A_TIME: Final = Lock()


@cache
def compiler() -> Compiler:
    return Compiler(HERE / "paper.typ", root=HERE, font_paths=[HERE / "fonts"], ignore_system_fonts=True)


def printed(paper: Printed) -> bytes:
    """The paper as PDF/A. A logo that is no picture is left out."""
    data = laid_out(paper)
    try:
        return compiled(data)
    except TypstError:
        if data["logo"] is None:
            raise
        return compiled(data | {"logo": None})


def compiled(data: dict[str, Any]) -> bytes:
    said = {"data": json.dumps(data)}
    with ONE_AT_A_TIME:
        pdf = compiler().compile(sys_inputs=said, format="pdf", pdf_standards=["a-2b"])
    return bytes(pdf)  # type: ignore[arg-type]  # a list it is only where pictures are asked for
