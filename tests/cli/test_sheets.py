"""Lists from spreadsheets on the command line (S0-47, X-05)."""

from __future__ import annotations

from pathlib import Path

from shell import Operator, answer

PLAYBOOK = Path(__file__).parents[2] / "src/crm_es/playbooks/wholesale.yaml"


def test_a_list_is_looked_at_taken_over_and_taken_back(crm_es: Operator, tmp_path: Path) -> None:
    crm_es("playbook", "publish", PLAYBOOK)
    crm_es("user", "add", "Ann", "--login", "ann", "--role", "manager")
    file = tmp_path / "clients.csv"
    file.write_text("Клиент;Телефон\nRye & Co;8 495 123-45-67\nWrong;12\n", encoding="cp1251")
    looked = crm_es("sheet", "import", "clients", file, "--as", "ann", "--dry-run").stdout
    assert "new: 1" in looked
    assert "row 3, Wrong: faulty" in looked
    taken = answer(crm_es("--json", "sheet", "import", "clients", file, "--as", "ann"))
    assert taken["counts"]["taken"] == 1
    (client,) = answer(crm_es("--json", "registry", "clients"))["rows"]
    assert client["phones"] == ["+74951234567"]
    back = crm_es("sheet", "revert", taken["sheet_import_id"], "--as", "ann", "--reason", "The wrong file")
    assert back.stdout == "taken back: 1\n"
    assert answer(crm_es("--json", "registry", "clients"))["rows"] == []


def test_what_a_sheet_may_tell_can_be_asked(crm_es: Operator) -> None:
    assert "Номенклатура" not in crm_es("sheet", "columns", "prices").stdout
    assert "floor" in crm_es("sheet", "columns", "prices").stdout
    assert "take one of 'clients'" in crm_es("sheet", "columns", "cats").stderr


def test_a_column_is_named_as_field_and_heading(crm_es: Operator, tmp_path: Path) -> None:
    crm_es("playbook", "publish", PLAYBOOK)
    crm_es("user", "add", "Ann", "--login", "ann", "--role", "manager")
    (file := tmp_path / "list.csv").write_text("Firma\nRye\n")
    assert "FIELD=HEADING" not in crm_es("sheet", "import", "clients", file, "--as", "ann", "--column", "x").stdout
    told = answer(crm_es("--json", "sheet", "import", "clients", file, "--as", "ann", "--column", "name=Firma"))
    assert told["counts"]["taken"] == 1
