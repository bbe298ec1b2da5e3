"""Who is paid, and by which bank, as an invoice calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from crm_es.exchange.invoice_cells import Cell, Line
from crm_es.exchange.invoice_numbers import DOUBTFUL, LIKELY, POSSIBLE, Found
from crm_es.exchange.suggested import Suggested

PAYEE: Final = re.compile(
    r"\W*(?:получатель|поставщик|исполнитель|продавец|подрядчик|арендодатель|лицензиар|наименование(?= ?:| орг))"
    r"(?: платежа| организации)?(?: ?[(/] ?[а-яё]+ ?\)?)? ?[:–—-]? ?(?P<rest>.*)",
    re.IGNORECASE,
)
BANK: Final = re.compile(r"\W*(?:наименование )?банк(?:а)?(?: получателя)? ?(?::|[–—-]|$) ?(?P<rest>.*)", re.IGNORECASE)
IN_BANK: Final = re.compile(r"(?:^|[0-9]{7}\)? )в (?P<rest>[^,;]*банк[^,;]*)", re.IGNORECASE)
ENDS: Final = re.compile(
    r",? ?(?:\(?\b(?:инн|кпп|огрн(?:ип)?|бик|р ?/ ?с|к ?/ ?с|адрес|юр\.|тел|факс|e-?mail|сч\.)|[0-9]{6}\b).*",
    re.IGNORECASE,
)
"""What follows a name."""
ORGANISATION: Final = re.compile(
    r"\b(?:[ОПЗН]?АО|ООО|ИП|[МФГ]?[ГУБ]УП|ФГБУ|ГБУ|МБУ|АНО|НКО|НП|ТСЖ|ТСН|СНТ|КФХ|ФГУП|ОДО|УФК)\b|[«\"„“]"
    r"|(?i:\b(?:общество|товарищество|учреждение|предприятие|предприниматель|банк|фонд|филиал))"
)
OF_A_BANK: Final = re.compile(r"банк|bank|филиал|отделени|казначейств|\bНКО\b|\bГУ\b", re.IGNORECASE)
UNFINISHED: Final = re.compile(r"(?i:общество|ответственностью|акционерное|предприниматель|с|и)$|[-–]$")
SHORTEST, LONGEST = 3, 160


def names(lines: list[Line]) -> Iterator[Suggested]:
    payees = list(called(lines, PAYEE, ORGANISATION)) or list(beside_inn(lines))
    if payees:
        chosen = max(payees, key=lambda found: found.score)
        agreed = len([one for one in payees if one.value == chosen.value]) > 1
        yield chosen.suggested("contractor_name", LIKELY if agreed else chosen.score)
    banks = [*called(lines, BANK, OF_A_BANK), *(found for line in lines for found in in_bank(line))]
    if banks:
        yield max(banks, key=lambda found: found.score).suggested("bank_name", POSSIBLE)


def called(lines: list[Line], label: re.Pattern[str], kind: re.Pattern[str]) -> Iterator[Found]:
    """The name that a label stands beside, under or over."""
    for n, line in enumerate(lines):
        for cell in line.cells:
            if cell.side != "buyer" and (match := label.match(cell.text)):
                beside = behind(match["rest"], cell, lines, n)
                found = (
                    beside
                    or near(lines[max(n - 2, 0) : n][::-1], 0, kind)
                    or near(lines[n + 1 : n + 3], cell.column, kind)
                )
                if found:
                    yield found


def behind(rest: str, cell: Cell, lines: list[Line], n: int) -> Found | None:
    """In the label's cell or in the next; a name that is cut goes on in the line below."""
    below = lines[n + 1].cells if n + 1 < len(lines) else ()
    right = lines[n].cells[cell.column + 1 :]
    name = name_in(rest, text_of(below, cell.column)) or name_in(text_of(right, 0), text_of(below, len(below) - 1))
    return Found(name, cell, score=LIKELY if ORGANISATION.search(name) else DOUBTFUL) if name else None


def near(lines: list[Line], column: int, kind: re.Pattern[str]) -> Found | None:
    """In one of these lines; forms have the name over its label."""
    cells = [line.cells[min(column, len(line.cells) - 1)] for line in lines]
    return next((Found(name, cell, score=POSSIBLE) for cell in cells if (name := name_of(kind, cell.text))), None)


def text_of(cells: Sequence[Cell], column: int) -> str:
    return cells[min(column, len(cells) - 1)].text if cells else ""


def beside_inn(lines: list[Line]) -> Iterator[Found]:
    """A letterhead has the name before the ИНН, or in the line above."""
    for n, line in enumerate(lines):
        for cell in line.cells:
            before, inn, _ = cell.text.partition("ИНН")
            if inn and cell.side != "buyer":
                over = lines[n - 1].cells[0].text if n and not cell.column else ""
                if name := name_of(ORGANISATION, before) or name_of(ORGANISATION, over):
                    yield Found(name, cell, score=POSSIBLE)


def name_of(kind: re.Pattern[str], text: str) -> str:
    name = name_in(text)
    return name if kind.search(name) else ""


def in_bank(line: Line) -> Iterator[Found]:
    for cell in line.cells:
        if cell.side != "buyer" and (match := IN_BANK.search(cell.text)) and (name := name_in(match["rest"])):
            yield Found(name, cell, score=POSSIBLE)


def name_in(text: str, following: str = "") -> str:
    """The name that a text begins with; one that is cut at the end of a line goes on in the next."""
    name = ENDS.sub("", text).strip(" ,;:")
    if name == text.strip(" ,;:") and name and (UNFINISHED.search(name) or odd_quotes(name)):
        name = f"{name} {ENDS.sub('', following)}".strip(" ,;:")
    return name if SHORTEST <= len(name) <= LONGEST and re.search(r"[^\W\d_]{2}", name) else ""


def odd_quotes(name: str) -> bool:
    return name.count('"') % 2 == 1 or name.count("«") > name.count("»")
