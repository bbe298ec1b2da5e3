"""What a complaint promises: it reaches its source, and an answer reaches the client (S0-15..S0-19)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from complaint_facts import (
    ANSWER,
    ROUTED,
    anns,
    answered,
    closed,
    filed,
    handed_over,
    overdue,
    passed_on,
    planned,
    reopened,
    to_supplier,
    withdrawn,
)
from examples import (
    ANN,
    BOB,
    CAROL,
    CLIENT,
    CONTRACTOR,
    DIRECTOR,
    FRIDAY,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    STRANGER,
    THURSDAY,
    WEDNESDAY,
    ann,
    bob,
    carol,
    changed,
    clock,
    director,
    gone,
    head,
    importer,
    lawyer,
)
from spec import Spec

from crm_es.aggregates import complaint
from crm_es.aggregates.complaint import (
    AnswerComplaint,
    CallComplaintOverdue,
    ComplaintAnswered,
    ComplaintFiled,
    ComplaintPassedOn,
    ComplaintReopened,
    FileComplaint,
    HandOverComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
    WithdrawComplaint,
)

PLAYBOOKS: dict[str, Any] = {"playbooks": {1: ROUTED}}
spec = Spec(complaint.decider, ann(**PLAYBOOKS))
laras = Spec(complaint.decider, lawyer(**PLAYBOOKS))

file = FileComplaint(complaint_id=ID, client_id=CLIENT, cause=" Defect", text="Stones in the flour", order_id=OTHER_ID)
pass_on = PassComplaintOn(complaint_id=ID, cause="mis-sort", reason="Rye was loaded")
ask_supplier = PassComplaintOn(complaint_id=ID, contractor_id=CONTRACTOR, reason="It came so from the mill")
hand_over = HandOverComplaint(complaint_id=ID, responsible_id=CAROL, reason="Ill")
answer = AnswerComplaint(complaint_id=ID, answer=ANSWER)
content = TellClient(complaint_id=ID, how="By phone: they thank us", content=True)
not_content = TellClient(complaint_id=ID, how="By phone: they want the money", content=False)
withdraw = WithdrawComplaint(complaint_id=ID, reason="It was another mill's flour")
plan = PlanCorrectiveAction(
    complaint_id=ID, action_id=OTHER_ID, what="Sieve a sample of each lorry", responsible_id=CAROL, due=FRIDAY
)


def filing(command: FileComplaint, **changes: Any) -> ComplaintFiled:
    (event,) = spec.given().when(command, **changes).events()
    assert isinstance(event, ComplaintFiled)
    return event


# ── Filing (S0-15, S0-16) ───────────────────────────────────────────────────


def test_a_complaint_goes_to_the_department_at_fault() -> None:
    """S0-16: the cause is taken as the playbook writes it."""
    spec.given().when(file).then(filed)


@pytest.mark.parametrize(
    ("cause", "department", "responsible"),
    [("mis-sort", "Warehouse", CAROL), ("rude manager", "Management", HEAD)],
)
def test_each_cause_has_somebody_who_answers(cause: str, department: str, responsible: object) -> None:
    event = filing(file.model_copy(update={"cause": cause}))
    assert (event.department, event.responsible_id) == (department, responsible)


def test_an_unknown_cause_is_refused_with_the_known_ones() -> None:
    odd = file.model_copy(update={"cause": "bad weather"})
    spec.given().when(odd).then_refused("'bad weather'", "'defect', 'mis-sort', 'rude manager'")


def test_without_causes_in_the_playbook_the_head_of_sales_answers() -> None:
    event = filing(file.model_copy(update={"cause": "bad weather"}), playbooks=ann().playbooks)
    assert (event.cause, event.department, event.responsible_id) == ("bad weather", "Sales", HEAD)


def test_where_nobody_has_the_role_the_complaint_still_reaches_somebody() -> None:
    assert filing(file, directory=changed(LAWYER, roles=frozenset())).responsible_id == HEAD
    assert filing(file, directory=gone(LAWYER)).responsible_id == HEAD


def test_nobody_answers_a_complaint_about_themselves() -> None:
    """Nor tells the client the answer, while there is somebody above."""
    rude = file.model_copy(update={"cause": "rude manager", "employee_id": HEAD})
    assert filing(rude).responsible_id == DIRECTOR
    assert filing(rude.model_copy(update={"employee_id": ANN})).owner_id == HEAD
    at_the_top = file.model_copy(update={"employee_id": DIRECTOR, "owner_id": DIRECTOR})
    assert filing(at_the_top).owner_id == DIRECTOR


def test_days_off_do_not_count() -> None:
    """48 hours from Friday morning are over on Tuesday."""
    assert filing(file, at=FRIDAY).due == FRIDAY + timedelta(4)
    assert filing(file, at=FRIDAY + timedelta(1)).due == FRIDAY.replace(hour=0) + timedelta(5)


def test_who_looks_after_the_client_is_named_or_asks() -> None:
    assert filing(file.model_copy(update={"owner_id": BOB})).owner_id == BOB
    spec.given().when(file.model_copy(update={"owner_id": STRANGER})).then_refused("must work here")
    spec.given().when(file.model_copy(update={"employee_id": STRANGER})).then_refused("Nobody of this id")


def test_filing_twice_is_filing_once() -> None:
    spec.given(filed).when(file).then_nothing()
    spec.given(filed).when(file.model_copy(update={"text": "Sand"})).then_refused("is filed already")


# ── On to the source (S0-17) ────────────────────────────────────────────────


def test_a_complaint_goes_on_to_another_department() -> None:
    laras.given(filed).when(pass_on, at=MONDAY + timedelta(1)).then(passed_on)


def test_a_complaint_goes_on_to_the_supplier_and_stays_with_whoever_asks_there() -> None:
    laras.given(filed).when(ask_supplier).then(to_supplier)
    laras.given(filed, to_supplier).when(ask_supplier).then_nothing()


def test_a_complaint_comes_back_from_the_supplier_and_hops_are_counted() -> None:
    back = PassComplaintOn(complaint_id=ID, cause="defect", reason="They are not to blame")
    (event,) = laras.given(filed, to_supplier).when(back).events()
    assert isinstance(event, ComplaintPassedOn)
    assert (event.hop, event.contractor_id, event.responsible_id) == (2, None, LAWYER)


def test_what_is_no_matter_of_suppliers_stays_in_the_company() -> None:
    carols = Spec(complaint.decider, carol(**PLAYBOOKS))
    carols.given(filed, passed_on).when(ask_supplier).then_refused("No supplier is asked about 'mis-sort'")


def test_one_way_on_is_named() -> None:
    neither = PassComplaintOn(complaint_id=ID, reason="Away with it")
    laras.given(filed).when(neither).then_refused("either another cause or the supplier")
    both = ask_supplier.model_copy(update={"cause": "mis-sort"})
    laras.given(filed).when(both).then_refused("either another cause or the supplier")
    laras.given(filed).when(pass_on.model_copy(update={"cause": "defect"})).then_nothing()


def test_somebody_else_may_be_given_it() -> None:
    laras.given(filed).when(hand_over).then(handed_over)
    Spec(complaint.decider, director(**PLAYBOOKS)).given(filed).when(hand_over).then(handed_over)
    laras.given(filed).when(hand_over.model_copy(update={"responsible_id": LAWYER})).then_nothing()
    laras.given(filed).when(hand_over.model_copy(update={"responsible_id": STRANGER})).then_refused("must work here")
    blamed = filed.model_copy(update={"employee_id": CAROL})
    laras.given(blamed).when(hand_over).then_refused("about this person")


@pytest.mark.parametrize("wish", [pass_on, hand_over, answer, plan])
def test_only_whoever_answers_for_it_moves_it(wish: Any) -> None:
    spec.given(filed).when(wish).then_refused("Lara is to answer it: ask Lara, a deputy or a supervisor.")


# ── The answer, and the way back (S0-18) ────────────────────────────────────


def test_an_answer_goes_to_whoever_looks_after_the_client() -> None:
    laras.given(filed).when(answer, at=THURSDAY).then(answered.model_copy(update={"late": True}))
    laras.given(filed, answered).when(answer).then_nothing()


@pytest.mark.parametrize("empty", ["OK", "Done.", ". . . . . . . . . . . . . . . . . . . .", "We are looking."])
def test_an_answer_has_substance(empty: str) -> None:
    laras.given(filed).when(answer.model_copy(update={"answer": empty})).then_refused("tell what happened")


def test_who_is_complained_about_does_not_answer_as_a_superior() -> None:
    blamed = filed.model_copy(update={"employee_id": DIRECTOR})
    Spec(complaint.decider, director(**PLAYBOOKS)).given(blamed).when(answer).then_refused("The complaint is about you")


def test_once_the_owner_has_left_whoever_is_above_tells_the_client() -> None:
    (event,) = laras.given(filed).when(answer, directory=gone(ANN)).events()
    assert isinstance(event, ComplaintAnswered)
    assert (event.teller_id, event.supervisor_id) == (HEAD, DIRECTOR)


def test_a_client_who_is_content_closes_it() -> None:
    spec.given(filed, answered).when(content).then(closed)
    spec.given(filed, answered, closed).when(content).then_nothing()
    spec.given(filed, answered, closed).when(not_content).then_refused("This complaint is closed")


def test_a_client_who_is_not_content_has_it_answered_anew() -> None:
    (event,) = spec.given(filed, answered).when(not_content, at=FRIDAY + timedelta(hours=2)).events()
    assert isinstance(event, ComplaintReopened)
    assert (event.responsible_id, event.times) == (LAWYER, 1)
    assert event.due == FRIDAY + timedelta(4, hours=2)
    again = answered.model_copy(update={"answer": "They get a tenth of the price back by Tuesday."})
    (twice,) = spec.given(filed, answered, reopened, again).when(not_content).events()
    assert isinstance(twice, ComplaintReopened)
    assert twice.times == 2


def test_nothing_is_told_before_there_is_an_answer() -> None:
    spec.given(filed).when(content).then_refused("There is no answer yet: Purchasing has to give one first.")
    bobs = Spec(complaint.decider, bob(**PLAYBOOKS))
    bobs.given(filed, answered).when(content).then_refused("Ann tells the client")
    Spec(complaint.decider, head(**PLAYBOOKS)).given(filed, answered).when(content).then(
        closed.model_copy(update={"told_by": HEAD})
    )


@pytest.mark.parametrize("wish", [pass_on, hand_over, answer.model_copy(update={"answer": f"{ANSWER} Really."})])
def test_what_is_answered_waits_for_the_client_to_be_told(wish: Any) -> None:
    laras.given(filed, answered).when(wish).then_refused("the client has to be told first")


def test_a_client_takes_it_back() -> None:
    spec.given(filed).when(withdraw).then(withdrawn)
    spec.given(filed, withdrawn).when(withdraw).then_nothing()
    laras.given(filed).when(withdraw).then_refused("Ann looks after the client")
    laras.given(filed, withdrawn).when(answer).then_refused("This complaint is closed")


def test_once_it_is_answered_only_somebody_above_withdraws_it() -> None:
    """Otherwise nobody would tell the client."""
    spec.given(filed, answered).when(withdraw).then_refused("tell the client", "Helen", rule="an answer is told")
    after = withdrawn.model_copy(update={"was": anns})
    for asker in (head(**PLAYBOOKS), director(**PLAYBOOKS), importer(**PLAYBOOKS)):
        spec.given(filed, answered).when(withdraw, asker).then(after)
    assert spec.given(filed, answered, reopened).when(withdraw).events()
    nobody_above = changed(ANN, supervisor_id=None)
    spec.given(filed, answered).when(withdraw, directory=nobody_above).then(after)


# ── Time, and what changes (S0-19) ──────────────────────────────────────────


def test_the_clock_calls_it_overdue_once() -> None:
    by_clock = Spec(complaint.decider, clock(**PLAYBOOKS))
    call = CallComplaintOverdue(complaint_id=ID)
    by_clock.given(filed).when(call, at=WEDNESDAY).then_nothing()
    by_clock.given(filed).when(call, at=THURSDAY).then(overdue)
    by_clock.given(filed, overdue).when(call, at=THURSDAY).then_nothing()
    by_clock.given(filed, withdrawn).when(call, at=THURSDAY).then_nothing()
    by_clock.given(filed, answered, closed).when(call, at=NEXT_MONDAY).then_nothing()


def test_a_client_who_is_not_told_in_time_is_overdue_too() -> None:
    by_clock = Spec(complaint.decider, clock(**PLAYBOOKS))
    untold = overdue.model_copy(update={"person_id": ANN, "supervisor_id": HEAD, "due": FRIDAY, "answered": True})
    by_clock.given(filed, overdue, answered).when(CallComplaintOverdue(complaint_id=ID), at=NEXT_MONDAY).then(untold)


def test_a_change_is_planned_so_that_it_does_not_happen_again() -> None:
    laras.given(filed).when(plan).then(planned)
    laras.given(filed, planned).when(plan).then_nothing()
    laras.given(filed, answered, closed).when(plan).then(planned)
    laras.given(filed).when(plan, at=NEXT_MONDAY).then_refused("lies ahead")
    laras.given(filed).when(plan.model_copy(update={"responsible_id": STRANGER})).then_refused("must work here")


def test_an_import_tells_what_others_did() -> None:
    imports = Spec(complaint.decider, importer(**PLAYBOOKS))
    named = file.model_copy(update={"owner_id": ANN})
    imports.given().when(named).then(filed)
    imports.given().when(file).then_refused("This takes a person")
    (event,) = imports.given(filed).when(answer).events()
    assert isinstance(event, ComplaintAnswered)
    assert event.answered_by == LAWYER
    imports.given(filed, answered).when(content).then(closed)
    imports.given(filed).when(plan).then(planned)


def test_there_is_nothing_to_do_about_what_nobody_filed() -> None:
    for wish in (pass_on, hand_over, answer, content, withdraw, plan):
        spec.given().when(wish).then_refused("There is no such complaint")
