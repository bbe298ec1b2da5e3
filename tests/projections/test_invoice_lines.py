"""What was invoiced, line by line (X-24)."""

from __future__ import annotations

from decimal import Decimal

from examples import ANN, ID, REQUEST
from fold import fold, recorded
from invoice_facts import issued, line, of_lines

from crm_es.ids import at_desk, desk_of
from crm_es.projections import invoice_lines
from crm_es.projections.invoice_lines import Line

KEY = at_desk(desk_of(ANN), ID)


def test_each_line_of_an_invoice_is_shown_in_its_place() -> None:
    tea = line.model_copy(
        update={"product": "tea", "quantity": Decimal(1), "vat_rate": None, "price_approval_id": None}
    )
    rows = fold(invoice_lines, recorded(of_lines.model_copy(update={"lines": (line, tea)})))
    assert rows[f"{KEY}-1"] == Line(
        f"{KEY}-1",
        KEY,
        ID,
        1,
        "flour",
        Decimal(20),
        "piece",
        Decimal(45),
        Decimal(900),
        Decimal(22),
        Decimal("162.30"),
        REQUEST,
    )
    assert (rows[f"{KEY}-2"].n, rows[f"{KEY}-2"].vat, rows[f"{KEY}-2"].vat_rate) == (2, 0, None)


def test_an_invoice_for_an_amount_alone_has_none() -> None:
    assert fold(invoice_lines, recorded(issued)) == {}
