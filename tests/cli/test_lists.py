"""A table on a screen shows what people look at first; files and programs get all."""

from __future__ import annotations

from uuid import UUID

import pytest

from crm_es.cli.lists import named, short
from crm_es.messages import Refused
from crm_es.registries import REGISTRIES, Registry, registry


@pytest.mark.parametrize("wanted", REGISTRIES, ids=lambda wanted: wanted.name)
def test_what_is_shown_at_a_glance_is_there(wanted: Registry) -> None:
    assert set(wanted.at_a_glance) <= set(wanted.columns)
    assert len(wanted.at_a_glance) <= 12


def test_a_table_shows_the_usual_columns_or_those_that_are_asked_for() -> None:
    acts = registry("work-acts")
    row = dict.fromkeys(acts.columns, "1") | {"work_act_id": UUID(int=1)}
    assert list(short(acts, row, named(acts, None))) == [*acts.at_a_glance, "work_act_id"]
    assert list(short(acts, row, named(acts, "client, vat"))) == ["client", "vat", "work_act_id"]
    whole = short(acts, row, named(acts, "all"))
    assert "vat" in whole
    assert "client_id" not in whole, "names stand for ids"
    with pytest.raises(Refused, match="no column 'moon': take some of work_act_id"):
        named(acts, "client,moon")
