"""What happens to a complaint of stones in the flour, which Ann hears from her client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from examples import ANN, CAROL, CLIENT, CONTRACTOR, DIRECTOR, FRIDAY, HEAD, ID, LAWYER, OTHER_ID, PLAYBOOK, WEDNESDAY

from crm_es.aggregates.complaint import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintFiled,
    ComplaintHandedOver,
    ComplaintOverdue,
    ComplaintPassedOn,
    ComplaintReopened,
    ComplaintWithdrawn,
    CorrectiveActionPlanned,
    Turn,
)
from crm_es.playbook import ComplaintCause, Complaints

COMPLAINTS = Complaints(
    causes=(
        ComplaintCause(cause="defect", department="Purchasing", role="lawyer", hours=48, supplier=True),
        ComplaintCause(cause="mis-sort", department="Warehouse", role="accountant", hours=24),
        ComplaintCause(cause="rude manager", department="Management", role="head_of_sales", hours=24),
    )
)
"""Lara buys, Carol keeps the warehouse, and Helen leads the managers."""
ROUTED = PLAYBOOK.model_copy(update={"complaints": COMPLAINTS})
ANSWER = "The mill changed its sieve; the sacks are exchanged on Friday."

about: dict[str, Any] = {"complaint_id": ID, "client_id": CLIENT, "owner_id": ANN, "text": "Stones in the flour"}
bought: dict[str, Any] = about | {"cause": "defect", "department": "Purchasing"}
stored: dict[str, Any] = about | {"cause": "mis-sort", "department": "Warehouse"}
with_lara: dict[str, Any] = {"responsible_id": LAWYER, "supervisor_id": DIRECTOR, "due": WEDNESDAY}
laras = Turn(person_id=LAWYER, supervisor_id=DIRECTOR, due=WEDNESDAY)
anns = Turn(person_id=ANN, supervisor_id=HEAD, due=FRIDAY)
late = laras.model_copy(update={"overdue": True})

filed = ComplaintFiled(**bought, **with_lara, order_id=OTHER_ID, employee_id=None, filed_by=ANN, supplier=True)
passed_on = ComplaintPassedOn(
    **stored,
    was=laras,
    responsible_id=CAROL,
    supervisor_id=DIRECTOR,
    due=WEDNESDAY,
    from_cause="defect",
    from_department="Purchasing",
    contractor_id=None,
    supplier=False,
    hop=1,
    reason="Rye was loaded",
)
to_supplier = ComplaintPassedOn(
    **bought,
    **with_lara,
    was=laras,
    from_cause="defect",
    from_department="Purchasing",
    contractor_id=CONTRACTOR,
    supplier=True,
    hop=1,
    reason="It came so from the mill",
)
handed_over = ComplaintHandedOver(
    **bought, was=laras, responsible_id=CAROL, supervisor_id=DIRECTOR, due=WEDNESDAY, reason="Ill"
)
answered = ComplaintAnswered(
    **bought,
    was=laras,
    answer=ANSWER,
    answered_by=LAWYER,
    late=False,
    teller_id=ANN,
    supervisor_id=HEAD,
    due=FRIDAY,
)
reopened = ComplaintReopened(
    **bought, **with_lara | {"due": FRIDAY + timedelta(4)}, was=anns, how="By phone: they want the money", times=1
)
closed = ComplaintClosed(**bought, was=anns, how="By phone: they thank us", told_by=ANN)
withdrawn = ComplaintWithdrawn(**bought, was=laras, reason="It was another mill's flour")
overdue = ComplaintOverdue(**bought, person_id=LAWYER, supervisor_id=DIRECTOR, due=WEDNESDAY, answered=False)
planned = CorrectiveActionPlanned(
    **bought,
    action_id=OTHER_ID,
    what="Sieve a sample of each lorry",
    responsible_id=CAROL,
    supervisor_id=DIRECTOR,
    due=FRIDAY,
    planned_by=LAWYER,
)
