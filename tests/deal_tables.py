"""A sales pipeline as files have it: a small one of our own, and real ones where they are."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal
from pathlib import Path

from crm_es.application import Crm
from crm_es.exchange.deals_import import run
from crm_es.exchange.summary import Summary

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "crm"
REAL = sorted(DATA.glob("maven_sales_pipeline*.csv"))
SOME = 500
"""So many rows of a real pipeline are enough to see that it comes in."""

PIPELINE = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
D1,Anna,GTXPro,Acme,Won,2017-01-10,2017-02-10,4000
D2,Anna,GTX Pro,acme,Won,2017-01-11,2017-02-11,4800
D3,Boris,MG Special,,Engaging,2017-01-12,,
D4,Boris,MG Special,,Prospecting,,,
D5,Boris,MG Special,Acme,Lost,2017-01-13,2017-03-13,0
"""
TABLES = {
    "maven_accounts.csv": "account,sector,year_established\nAcme,technolgy,1996\n",
    "maven_products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\nBroken,MG,free\n",
    "maven_sales_teams.csv": "sales_agent,manager,regional_office\nAnna,Dustin,Central\nBoris,Dustin,Central\n",
}


def tables(folder: Path, pipeline: str) -> Path:
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "maven_sales_pipeline.csv").write_text(pipeline, encoding="utf-8")
    return folder / "maven_sales_pipeline.csv"


def imported(crm: Crm, file: Path, dry_run: bool = False) -> Summary:
    accounts, products, teams = (file.with_name(name) for name in TABLES)
    return run(crm, file, accounts, products, teams, tolerance=Decimal("0.1"), dry_run=dry_run)


def part_of(file: Path, tmp_path: Path) -> Path:
    """The first deals of a real pipeline, beside its other tables."""
    for name in TABLES:
        shutil.copy(file.with_name(name), tmp_path)
    part = tmp_path / file.name
    part.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:SOME]), encoding="utf-8")
    return part
