"""What other systems told, and what of it waits (S0-37)."""

import json

import pytest
from examples import ANN, CLIENT, MONDAY, OPERATOR, TUESDAY
from fold import fold, recorded
from inbox_facts import ITEM, ORDER, entered, found, of_item, waiting

from crm_es.aggregates.inbox_item import InboxItemDismissed, InboxItemSettled
from crm_es.messages import Corrupt
from crm_es.projections import inbox_items

settled = recorded(InboxItemSettled(**of_item, found=found, on=MONDAY.date(), settled_by=OPERATOR), TUESDAY)
dismissed = recorded(InboxItemDismissed(**of_item, reason="A test", dismissed_by=OPERATOR), TUESDAY)


def test_news_are_shown_as_they_came() -> None:
    item = fold(inbox_items, recorded(entered))[ITEM]
    assert (item.source, item.source_id, item.kind, item.status) == ("erp", "4711", "order received", "entered")
    assert (item.client_id, item.order_id, item.manager_id, item.happened_at) == (CLIENT, ORDER, ANN, MONDAY)
    assert json.loads(item.told)["client"] == {"code": "C-1"}


def test_what_waits_says_why() -> None:
    item = fold(inbox_items, recorded(waiting))[ITEM]
    assert (item.status, item.why, item.client_id) == ("to settle", "Who is it about?", None)


def test_what_is_dealt_with_says_by_whom() -> None:
    item = fold(inbox_items, recorded(waiting), settled)[ITEM]
    assert (item.status, item.client_id, item.settled_by_id, item.settled_at) == ("entered", CLIENT, OPERATOR, TUESDAY)
    item = fold(inbox_items, recorded(waiting), dismissed)[ITEM]
    assert (item.status, item.why, item.settled_by_id) == ("dismissed", "A test", OPERATOR)


def test_only_what_came_is_dealt_with() -> None:
    with pytest.raises(Corrupt):
        fold(inbox_items, settled)
