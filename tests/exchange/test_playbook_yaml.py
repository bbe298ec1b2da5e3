"""What the playbook file promises."""

from __future__ import annotations

import string
from collections import Counter
from datetime import time
from importlib.resources import files
from typing import Any, get_args

import pytest
import yaml
from examples import PLAYBOOK, roubles
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from wishes import euros

from crm_es.demo.people import STAFF
from crm_es.exchange.playbook_yaml import dump, load
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.playbook import (
    AfterEntry,
    AfterEvent,
    BeforeDate,
    EntryKind,
    FixedDate,
    Floor,
    Limit,
    Matter,
    Notebook,
    Payments,
    Pipeline,
    Playbook,
    Prices,
    Route,
    RouteStep,
    Stage,
    StageTask,
    route_for,
)

WHOLESALE = (files("crm_es") / "playbooks" / "wholesale.yaml").read_text()


def changed(path: str, value: Any) -> str:
    """The example's file with something else at a place such as "pipelines 0 name"; None takes it out."""
    data = yaml.safe_load(dump(PLAYBOOK))
    *way, last = (int(step) if step.isdigit() else step for step in path.split())
    place = data
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return yaml.safe_dump(data, allow_unicode=True)


def refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        load(text)
    return str(refused.value)


# ── There and back ──────────────────────────────────────────────────────────

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
days = st.integers(0, 3650)
amounts = st.decimals(0, 10**15, allow_nan=False, places=2)
roles = st.sampled_from(["head_of_sales", "director", "yes", "1"])
some_dates = st.dates(FixedDate.model_fields["day"].metadata[0].ge, FixedDate.model_fields["day"].metadata[1].le)
deadlines = st.one_of(
    st.builds(AfterEntry, days=days),
    st.builds(BeforeDate, days=days, date=names),
    st.builds(FixedDate, day=some_dates),
    st.builds(AfterEvent, event=names, days=days, at_latest=days),
)
stages = st.builds(
    Stage,
    name=names,
    norm_days=st.none() | st.integers(1, 3650),
    tasks=st.lists(st.builds(StageTask, what=names, deadline=deadlines, accepted=st.booleans()), max_size=2),
)


route_steps = st.builds(
    RouteStep,
    name=names,
    role=roles,
    needs=st.sampled_from(["any", "all", 2]),
    closes=st.booleans(),
    remind_after_hours=st.none() | st.integers(1, 99),
)


def named(strategy: st.SearchStrategy[Any], name: str = "name", size: int = 2) -> st.SearchStrategy[list[Any]]:
    """Some of them, each under its own name."""
    return st.lists(strategy, min_size=1, max_size=size, unique_by=lambda item: getattr(item, name))


playbooks = st.builds(
    Playbook,
    name=names,
    pipelines=named(
        st.builds(Pipeline, name=names, stages=named(stages), loss_reasons=st.lists(names, min_size=1, max_size=2))
    ),
    payments=st.builds(
        Payments,
        routes=named(
            st.builds(
                Route,
                name=names,
                up_to=st.none() | st.decimals(min_value=1, allow_nan=False, allow_infinity=False),
                currency=st.sampled_from([None, "RUB"]),
                kinds=st.lists(names, max_size=2),
                contractors=st.lists(st.uuids(), max_size=1),
                steps=named(route_steps),
            )
        ),
        limits=named(
            st.builds(
                Limit,
                name=names,
                budget_lines=st.lists(names, max_size=2),
                per=st.sampled_from(["month", "quarter", "year"]),
                amount=st.builds(Money, amount=amounts, currency=st.just("RUB")),
                keeper_role=roles,
            )
        ),
    ),
    prices=st.builds(
        Prices,
        floors=named(
            st.builds(Floor, product=names, price=st.builds(Money, amount=amounts, currency=st.just("RUB"))), "product"
        ),
    ),
    notebook=st.sampled_from([Notebook(), PLAYBOOK.notebook]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@for_all(playbooks)
def test_what_is_written_is_read_again_the_same(playbook: Playbook) -> None:
    assert load(dump(playbook)) == playbook


def test_what_is_as_usual_is_left_out() -> None:
    text = dump(PLAYBOOK)
    assert load(text) == PLAYBOOK
    assert "optional: false" not in text
    assert "accounting_role" not in text
    assert "blocks: true" in text
    assert "up_to: 100000\n" in text


# ── The packaged playbook ───────────────────────────────────────────────────


def test_the_packaged_playbook_reaches_from_acquaintance_to_reconciliation() -> None:
    """S0-35, S2-02, S2-08..S2-11: with all four rules for deadlines."""
    sales = load(WHOLESALE).pipelines[0]
    assert [stage.name for stage in sales.stages] == ["lead", "offer", "contract", "shipment", "reconciliation"]
    rules = Counter(task.deadline.rule for stage in sales.stages for task in stage.tasks)
    assert rules.keys() == {"after entry", "before date", "fixed date", "after event"}


def test_in_the_packaged_playbook_only_decisions_on_prices_hold_up_invoices() -> None:
    """S0-30."""
    kinds = load(WHOLESALE).notebook.kinds
    assert [kind.kind for kind in kinds if kind.blocks] == ["price decision"]


def test_the_packaged_playbook_has_a_route_for_any_amount() -> None:
    """S1-35."""
    payments = load(WHOLESALE).payments
    for amount, name in ((100_000, "small"), (100_001, "medium"), (2_500_000, "large"), (10**9, "very large")):
        route = payments.route(Matter(roubles(amount), "goods"))
        assert route is not None
        assert route.name == name
    assert payments.route(Matter(euros, "goods")) is not None


@pytest.mark.parametrize("kind", ["taxes", "rent"])
def test_in_the_packaged_playbook_taxes_and_rent_go_straight_to_finance(kind: str) -> None:
    """S1-35: a route by kind."""
    route = load(WHOLESALE).payments.route(Matter(roubles(10**9), kind))
    assert route is not None
    assert [step.role for step in route.steps] == ["chief_accountant"]


def test_the_packaged_playbook_limits_marketing_and_the_office_by_roles_that_people_have() -> None:
    """X-37."""
    playbook = load(WHOLESALE)
    roles = {role for employee in STAFF for role in employee.hiring.roles}
    assert [(limit.budget_lines, limit.per) for limit in playbook.payments.limits] == [
        (("marketing",), "month"),
        (("office",), "quarter"),
    ]
    routes = (*playbook.payments.routes, *playbook.documents.routes)
    named = {step.role for route in routes for step in route.steps}
    keepers = {limit.keeper_role for limit in playbook.payments.limits}
    assert named | keepers | {playbook.payments.accounting_role, playbook.payments.head_role} <= roles


def test_in_the_packaged_playbook_contracts_go_to_the_lawyer_and_then_to_the_director() -> None:
    """S0-50: the same mechanism."""
    route = route_for(load(WHOLESALE).documents.routes, Matter(kind="contract"))
    assert route is not None
    assert [step.role for step in route.steps] == ["lawyer", "director"]


def test_the_packaged_playbook_says_what_to_do_about_every_kind_of_entry() -> None:
    assert {kind.kind for kind in load(WHOLESALE).notebook.kinds} == set(get_args(EntryKind))


# ── What is wrong is said in words ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("name", None, "name is missing: add it."),
        ("payments", None, "payments is missing: add it."),
        ("pipelines 0 stages 1 tasks 0 what", None, "stages 'offer' > tasks 1 > what is missing: add it."),
        ("pipelines 0 stages 1 colour", "red", "stages 'offer' > colour means nothing here"),
        ("pipelines 0 name", True, "pipelines 1 > name must be text, and YAML reads True otherwise: put it in quotes."),
        ("pipelines 0 stages 1 tasks 0 deadline days", -1, "tasks 'Send an offer' > deadline > days should be"),
        (
            "pipelines 0 stages 1 tasks 0 deadline days",
            "soon",
            "days should be a whole number, and is 'soon': correct it.",
        ),
        ("pipelines 0 stages 1 tasks 0 deadline rule", "whenever", "deadline needs a rule: one of 'after entry'"),
        ("pipelines 0 stages 1 tasks 0 deadline rule", None, "deadline needs a rule: one of 'after entry'"),
        ("pipelines 0 stages 1 name", "lead", "Pipeline 'wholesale' has two stages called 'lead': rename one."),
        ("pipelines 1 name", "wholesale", "Two pipelines are called 'wholesale': rename one."),
        ("payments routes 0 up_to", "lots", "routes 'small' > up_to should be a number, and is 'lots': correct it."),
        ("payments required", ["colour"], "payments > required 1 should be 'contractor'"),
        ("payments routes 0 steps 0 needs", "both", "steps 'head' > needs should be 'any' or 'all', and is 'both'"),
        ("payments routes 0 contractors", ["x"], "routes 'small' > contractors 1 should be an id, and is 'x'"),
        ("notebook kinds 0 kind", "gossip", "notebook > kinds 'gossip' > kind should be 'price decision'"),
        ("pipelines", [], "pipelines should list at least one: correct it."),
        ("pipelines", 5, "pipelines should be a list, and is '5': correct it."),
        ("payments", [5], "payments should have names and values of its own: correct it."),
    ],
)
def test_a_problem_says_where_it_is_and_what_to_do(path: str, value: object, sentence: str) -> None:
    assert sentence in refusal(changed(path, value))


def test_every_problem_has_its_sentence() -> None:
    text = changed("pipelines 0 stages 1 colour", "red").replace("name: Trade", "title: Trade")
    assert len(refusal(text).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: [", "Line 1 is not YAML"),
        ("name: Trade\n\tpipelines: 5", "Line 2 is not YAML"),
        ("name: Trade\nname: Service", "Line 2 says 'name' a second time: keep one of the two."),
        ("name: 2026-13-45", "The text is not YAML (month must be in 1..12"),
        ("name: \x00", "The text is not YAML"),
        ("name: !!python/object:os.system x", "Line 1 is not YAML"),
        ("1: Trade", "The playbook has 1 for a name: put it in quotes."),
        ("payments: {on: 5}", "payments has True for a name: put it in quotes."),
        ("", "A playbook begins with names"),
        ("- Trade", "A playbook begins with names"),
        ("[" * 5000, "is not YAML"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, sentence: str) -> None:
    assert sentence in refusal(text)


@settings(max_examples=100, deadline=None)
@for_all(st.text(string.ascii_letters + string.punctuation + " \n1", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for whole in (text, "name: " + text, "pipelines:\n- " + text):
        assert refusal(whole)


# ── Times ───────────────────────────────────────────────────────────────────


def test_times_are_written_as_people_write_them() -> None:
    """YAML of old would read 18:00 as 1080."""
    calendar = "{time_zone: Europe/Moscow, opens: 08:30, closes: 18:00:30, working_days: [2026-12-26]}"
    text = f"{dump(PLAYBOOK)}calendar: {calendar}\n"
    found = load(text).calendar
    assert (found.opens, found.closes) == (time(8, 30), time(18, 0, 30))
    assert load(dump(load(text))).calendar == found
    assert "opens: 08:30\n" in dump(load(text))


def test_a_time_that_is_none_is_told() -> None:
    assert "calendar > opens should be a time such as 08:30, and is 'early'" in refusal(
        f"{dump(PLAYBOOK)}calendar: {{opens: early}}\n"
    )
