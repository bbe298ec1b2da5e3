"""The list of reasons for which clients leave is open (S0-06)."""

from __future__ import annotations

from client_facts import BOOK, explain, explained, lapsed, on
from examples import ANN, MONDAY
from fold import fold, recorded

from crm_es.aggregates.playbook import PlaybookPublished
from crm_es.ids import PLAYBOOK
from crm_es.playbook import HOLES
from crm_es.projections import leak_reasons
from crm_es.projections.leak_reasons import LeakReason, reason_id

published = recorded(PlaybookPublished(playbook_id=PLAYBOOK, version=3, playbook=BOOK))
added = lapsed.then(explain.model_copy(update={"reason": "Moved away", "new": True}), on(33, ANN)).last


def test_the_playbook_names_the_first_ones() -> None:
    rows = fold(leak_reasons, published)
    assert {row.reason: row.clients for row in rows.values()} == dict.fromkeys(HOLES, 0)
    assert {row.playbook_version for row in rows.values()} == {3}


def test_each_is_counted() -> None:
    rows = fold(leak_reasons, published, recorded(explained.last))
    assert rows[reason_id("defect")] == LeakReason(reason_id("defect"), "defect", 3, 1, MONDAY)


def test_people_add_others_and_what_is_typed_alike_is_one() -> None:
    alike = added.model_copy(update={"reason": "moved  AWAY"})
    rows = fold(leak_reasons, recorded(added), recorded(alike))
    assert rows == {reason_id("moved away"): LeakReason(reason_id("Moved away"), "Moved away", None, 2, MONDAY)}
