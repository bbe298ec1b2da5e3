"""Lists of people are taken over, passed over where known, told where wrong, and taken back (S0-46, S0-47, X-05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, CAROL, HEAD, MONDAY, OPERATOR, administration

from crm_es.aggregates.client import DescribeClient
from crm_es.aggregates.staff_member import AppointDeputy, HireStaffMember
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.replay import reference_of
from crm_es.exchange.sheets.results import SheetSummary
from crm_es.exchange.sheets.taking import revert, take
from crm_es.messages import Refused
from crm_es.runners.worker import settle
from crm_es.tariff import ListedPrice

CLIENTS = """Клиент;ИНН;Телефон;E-mail;Менеджер;Код 1С;Цвет
ООО Ромашка;7707083893;8 (495) 123-45-67;info@romashka.example;Ann;C-1;red
Rye & Co;;;;;;
ромашка ооо;7707083893;;;;;
Wrong;123;;;;;
;;;;;;x
Nobody's;;;;Zed;;
"""
DEALS = """Название;Клиент;Этап;Сумма;Менеджер
Flour for May;Rye & Co;;1 250,50 ₽;Ann
Old one;Rye & Co;Nowhere;;
"""


def rows(crm: Crm, question: str) -> list[Mapping[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        asked: Any = question
        return list(db.execute(asked).fetchall())


def brought(crm: Crm, text: str, kind: str, by: UUID = ANN, **options: Any) -> SheetSummary:
    summary = take(crm, text.encode(), kind, by, name=f"{kind}.csv", **options)
    settle(crm)
    return summary


def listed(crm: Crm) -> Mapping[str, ListedPrice]:
    prices = reference_of(crm.log).price_list
    return prices.tariff.prices if prices and prices.tariff else {}


@pytest.fixture
def crm(staffed: Crm) -> Crm:
    for person_id, name, role in ((OPERATOR, "Olga", "operator"),):
        if person_id not in staffed.reference.people:
            hiring = HireStaffMember(staff_member_id=person_id, name=name, roles=frozenset({role}), supervisor_id=HEAD)
            staffed.handle(hiring, administration())
    return staffed


def test_what_is_new_and_right_becomes_a_record_and_the_rest_is_told_row_by_row(crm: Crm) -> None:
    summary = brought(crm, CLIENTS, "clients")
    assert [(row.line, row.outcome) for row in summary.rows] == [
        (2, "taken"),
        (3, "taken"),
        (4, "twin"),
        (5, "faulty"),
        (6, "faulty"),
        (7, "faulty"),
    ]
    assert summary.rows[2].why == "same ИНН"
    assert "Клиент is empty" in str(summary.rows[4].why)
    assert "Nobody here is called 'Zed'" in str(summary.rows[5].why)
    assert summary.unused == ("Цвет",)
    found = rows(crm, "SELECT name, inn, phones, codes, owner_id FROM client_registry WHERE codes <> '{}'")
    assert found == [
        {"name": "ООО Ромашка", "inn": "7707083893", "phones": ["+74951234567"], "codes": ["C-1"], "owner_id": ANN}
    ]
    (kept,) = rows(crm, "SELECT kind, rows, taken, twins, faulty, imported_by_id FROM sheet_imports")
    assert kept == {"kind": "clients", "rows": 6, "taken": 2, "twins": 1, "faulty": 3, "imported_by_id": ANN}


def test_a_look_before_records_nothing(crm: Crm) -> None:
    head = crm.log.head()
    summary = brought(crm, CLIENTS, "clients", dry_run=True)
    assert [row.outcome for row in summary.rows][:3] == ["new", "new", "twin"]
    assert summary.sheet_import_id is None
    assert crm.log.head() == head


def test_the_same_list_again_brings_nothing(crm: Crm) -> None:
    brought(crm, CLIENTS, "clients")
    again = brought(crm, CLIENTS, "clients")
    assert [row.outcome for row in again.rows][:3] == ["twin"] * 3
    assert again.sheet_import_id is None


def test_deals_stand_in_their_stage_with_their_money_and_an_unknown_stage_is_told(crm: Crm) -> None:
    brought(crm, CLIENTS, "clients")
    summary = brought(crm, DEALS, "deals")
    assert [row.outcome for row in summary.rows] == ["taken", "faulty"]
    assert "is no stage of" in str(summary.rows[1].why)
    (deal,) = rows(crm, "SELECT title, amount, owner_id FROM deal_registry")
    assert (deal["title"], str(deal["amount"]), deal["owner_id"]) == ("Flour for May", "1250.50", ANN)


def test_an_operator_enters_for_a_manager_and_both_are_kept(crm: Crm) -> None:
    """S0-46."""
    brought(crm, CLIENTS, "clients", OPERATOR)
    (line,) = rows(crm, "SELECT actor FROM events WHERE topic = 'ClientMet' AND state->>'name' = 'ООО Ромашка'")
    (client,) = rows(crm, "SELECT owner_id FROM client_registry WHERE name = 'ООО Ромашка'")
    assert (line["actor"], client["owner_id"]) == (str(OPERATOR), ANN)


def test_contacts_and_tasks_follow_their_clients(crm: Crm) -> None:
    brought(crm, CLIENTS, "clients")
    people = "Клиент,ФИО,Телефон\nC-1,Ivan Petrov,+7 916 000-00-00\nUnknown,Nobody,\n"
    assert [row.outcome for row in brought(crm, people, "contacts").rows] == ["taken", "faulty"]
    (client,) = rows(crm, "SELECT contacts FROM client_registry WHERE name = 'ООО Ромашка'")
    assert "Ivan Petrov" in client["contacts"][0]
    tasks = "Задача,Срок,Клиент,Срочно\nCall Rye,31.12.2099 15:00,Rye & Co,да\nSomething,someday,,\n"
    assert [row.outcome for row in brought(crm, tasks, "tasks").rows] == ["taken", "faulty"]
    (task,) = rows(crm, "SELECT what, urgent, responsible_id FROM task_list")
    assert task == {"what": "Call Rye", "urgent": True, "responsible_id": ANN}


def test_a_price_list_is_published_whole_or_not_at_all(crm: Crm) -> None:
    torn = brought(crm, "Товар;Цена\nflour;40\nsugar;soon\n", "prices", HEAD)
    assert (torn.sheet_import_id, torn.rows[1].outcome) == (None, "faulty")
    whole = brought(crm, "Товар;Цена;Мин. цена\nflour;40;35,50\nsugar;70;\n", "prices", HEAD)
    assert {row.outcome for row in whole.rows} == {"taken"}
    assert str(listed(crm)["flour"].floor) == "35.50"
    second = brought(crm, "Товар;Цена\nflour;50\n", "prices", HEAD)
    assert second.sheet_import_id
    revert(crm, second.sheet_import_id, HEAD, "Too dear.")
    assert sorted(listed(crm)) == ["flour", "sugar"]


def test_prices_of_somebody_who_may_not_set_them_are_refused(crm: Crm) -> None:
    summary = brought(crm, "Товар;Цена\nflour;40\n", "prices", ANN)
    assert [row.outcome for row in summary.rows] == ["refused"]
    assert listed(crm) == {}


def test_what_a_list_brought_is_taken_back_but_for_what_came_of_it(crm: Crm) -> None:
    summary = brought(crm, CLIENTS, "clients")
    assert summary.sheet_import_id
    deals = brought(crm, DEALS, "deals")
    assert deals.sheet_import_id
    (gone,) = revert(crm, deals.sheet_import_id, ANN, "An old list.")
    assert (gone.label, gone.outcome) == ("Flour for May", "taken")
    rye, romashka = (row.record_id for row in summary.rows[1::-1])
    assert rye and romashka  # noqa: PT018 - both are there
    left = revert(crm, summary.sheet_import_id, ANN, "An old list.")
    settle(crm)
    assert {(row.label, row.outcome) for row in left} == {("Rye & Co", "taken"), ("ООО Ромашка", "taken")}
    assert rows(crm, "SELECT name FROM client_registry WHERE name IN ('Rye & Co', 'ООО Ромашка')") == []
    assert rows(crm, "SELECT title FROM deal_registry") == []


def test_a_client_that_somebody_works_with_stays(crm: Crm) -> None:
    summary = brought(crm, "Клиент\nRye & Co\nOld Mill\n", "clients")
    assert summary.sheet_import_id
    brought(crm, "Название;Клиент\nFlour;Rye & Co\n", "deals", HEAD)
    left = revert(crm, summary.sheet_import_id, ANN, "An old list.")
    settle(crm)
    assert [(row.label, row.outcome, row.why) for row in left] == [
        ("Old Mill", "taken", None),
        ("Rye & Co", "refused", "It has deals."),
    ]


def test_an_old_price_list_comes_back_only_in_place_of_the_one_that_replaced_it(crm: Crm) -> None:
    brought(crm, "Товар;Цена;Мин. цена\nflour;40;10\n", "prices", HEAD)
    second = brought(crm, "Товар;Цена;Мин. цена\nflour;60;50\n", "prices", HEAD)
    brought(crm, "Товар;Цена;Мин. цена\nflour;65;55\n", "prices", HEAD)
    assert second.sheet_import_id
    assert revert(crm, second.sheet_import_id, HEAD, "Too dear.") == []
    assert str(listed(crm)["flour"].floor) == "55.00"


def test_who_may_not_set_prices_does_not_bring_old_ones_back_either(crm: Crm) -> None:
    brought(crm, "Товар;Цена\nflour;40\n", "prices", HEAD)
    second = brought(crm, "Товар;Цена\nflour;60\n", "prices", HEAD)
    assert second.sheet_import_id
    today = datetime.now(UTC).date()
    deputy = AppointDeputy(staff_member_id=HEAD, deputy_id=ANN, since=today, until=today)
    crm.handle(deputy, Context(HEAD, datetime.now(UTC)))
    (row,) = revert(crm, second.sheet_import_id, ANN, "Cheaper again.")
    assert (row.outcome, str(listed(crm)["flour"].price)) == ("refused", "60.00")


def test_strangers_to_sales_learn_nothing_from_a_look(crm: Crm) -> None:
    with pytest.raises(Refused, match="operators"):
        brought(crm, CLIENTS, "clients", CAROL, dry_run=True)


def test_nobody_takes_back_the_list_of_somebody_else(crm: Crm) -> None:
    summary = brought(crm, CLIENTS, "clients", HEAD)
    assert summary.sheet_import_id
    with pytest.raises(Refused, match="supervisor"):
        revert(crm, summary.sheet_import_id, ANN, "Not mine.")


def test_a_client_is_found_again_by_what_was_learned_later(crm: Crm) -> None:
    summary = brought(crm, "Клиент\nRye & Co\n", "clients")
    assert summary.rows[0].record_id
    learning = DescribeClient(client_id=summary.rows[0].record_id, phones=("+74950000000",))
    crm.handle(learning, Context(ANN, MONDAY))
    again = brought(crm, "Клиент;Телефон\nThe Rye Company;8 495 000 00 00\n", "clients")
    assert [(row.outcome, row.why) for row in again.rows] == [("twin", "same phone")]
