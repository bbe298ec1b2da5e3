"""Files of other systems, brought on the command line (S0-37)."""

from __future__ import annotations

from pathlib import Path

from examples import ANN, CLIENT, MONDAY, OPERATOR
from shell import Operator, answer

from crm_es.aggregates.client import MeetClient
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.store.accounts import create_account, create_tables

ORDERS = "Ид;Код клиента;Товар;Количество;Цена;Номер\n1;C-1;Мука;100;50;17\n2;C-2;Мука;1;50;18\n"
XML = """<КоммерческаяИнформация><Документ><Ид>s1</Ид><Дата>2026-11-23</Дата><ХозОперация>Отпуск товара</ХозОперация>
<Основание>17</Основание><Товары><Товар><Наименование>Мука</Наименование><Количество>60</Количество></Товар></Товары>
</Документ></КоммерческаяИнформация>"""


def test_a_table_and_an_exchange_file_are_brought_once(crm_es: Operator, staffed: Crm, tmp_path: Path) -> None:
    staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN, codes=("C-1",)), Context(ANN, MONDAY))
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, OPERATOR, "olga", "correct horse")
    orders, shipped = tmp_path / "orders.csv", tmp_path / "shipped.xml"
    orders.write_text(ORDERS, encoding="cp1251")
    shipped.write_text(XML, encoding="utf-8")
    wanted = ("import", "erp", orders, "--kind", "order-received", "--by", "olga")
    told = answer(crm_es("--json", *wanted, "--dry-run"))
    assert (told["cases"], told["recorded"], told["states"]) == (2, 0, {})
    told = answer(crm_es("--json", *wanted))
    assert (told["cases"], told["states"], told["recorded"]) == (2, {"entered": 1, "to settle": 1}, 5)
    (waiting,) = told["bad_rows"]
    assert (waiting["line"], "no client of ours" in waiting["reason"]) == (3, True)
    assert answer(crm_es("--json", *wanted))["recorded"] == 0

    done = crm_es("import", "commerceml", shipped, "--source", "erp")
    assert "entered: 1" in done.stdout
    (order,) = answer(crm_es("--json", "registry", "orders"))["rows"]
    assert (order["number"], order["status"], order["entered_by"]) == ("17", "shipped in part", str(OPERATOR))
    assert answer(crm_es("--json", "import", "erp", orders, "--kind", "gossip"))["error"].startswith("There is no kind")
    refused = crm_es("--json", "import", "commerceml", orders, "--source", "ERP 1")
    assert "is broken" in answer(refused)["error"]
