"""When news wait, or do so no longer, they are counted for their source (S0-37)."""

from examples import MONDAY, OPERATOR
from inbox_facts import ITEM, SOURCE, entered, found, of_item, waiting

from crm_es.aggregates.inbox import AwaitInboxItem, LetInboxItemGo
from crm_es.aggregates.inbox_item import InboxItemDismissed, InboxItemSettled
from crm_es.ids import inbox_of
from crm_es.policies.count_inbox_items import react

INBOX = inbox_of(SOURCE)


def test_what_waits_is_counted() -> None:
    assert list(react(entered)) == []
    assert list(react(waiting)) == [
        AwaitInboxItem(inbox_id=INBOX, source=SOURCE, inbox_item_id=ITEM, why="Who is it about?", keepers=(OPERATOR,))
    ]


def test_what_is_dealt_with_is_let_go() -> None:
    for event in (
        InboxItemSettled(**of_item, found=found, on=MONDAY.date(), settled_by=OPERATOR),
        InboxItemDismissed(**of_item, reason="A test", dismissed_by=OPERATOR),
    ):
        assert list(react(event)) == [LetInboxItemGo(inbox_id=INBOX, inbox_item_id=ITEM)]
