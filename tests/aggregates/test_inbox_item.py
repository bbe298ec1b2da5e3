"""An inbox item: told once, and settled or dismissed where it could not be entered (S0-37)."""

from examples import (
    ADMIN,
    ANN,
    CLIENT,
    MONDAY,
    OPERATOR,
    OTHER_ID,
    PLAYBOOK,
    TUESDAY,
    admin,
    ann,
    changed,
    importer,
    operator,
)
from inbox_facts import ITEM, ORDER, SOURCE, entered, found, line, of_item, order, waiting
from spec import Spec

from crm_es.aggregates.inbox_item import (
    DismissInboxItem,
    InboxItemDismissed,
    InboxItemSettled,
    InboxItemTaken,
    ReceiveInboxItem,
    SettleInboxItem,
    TakeInboxItem,
    decider,
)
from crm_es.outside import Found

spec = Spec(decider, operator())
receive = ReceiveInboxItem(inbox_item_id=ITEM, source=SOURCE, told=order, found=found)
take = TakeInboxItem(inbox_item_id=ITEM, source=SOURCE, told=order)
taken = InboxItemTaken(**of_item)
settle = SettleInboxItem(inbox_item_id=ITEM, client_id=CLIENT, manager_id=ANN)
settled = InboxItemSettled(**of_item, found=found, on=MONDAY.date(), settled_by=OPERATOR)
dismiss = DismissInboxItem(inbox_item_id=ITEM, reason="A test of theirs")
dismissed = InboxItemDismissed(**of_item, reason="A test of theirs", dismissed_by=OPERATOR)


def test_news_are_kept_as_they_came() -> None:
    spec.when(receive, importer()).then(entered)
    spec.given(entered).when(receive, importer()).then_nothing()


def test_the_same_id_is_one_piece_of_news() -> None:
    other = receive.model_copy(update={"told": order.model_copy(update={"lines": (line, line)})})
    told_again = spec.given(entered).when(other, importer())
    told_again.then_refused("something else", "'4711'", rule="one id, one piece of news")
    spec.when(receive.model_copy(update={"inbox_item_id": OTHER_ID}), importer()).then_refused("does not follow")


def test_news_are_taken_in_before_they_are_entered() -> None:
    other = order.model_copy(update={"lines": (line, line)})
    spec.when(take, importer()).then(taken)
    spec.given(taken).when(take, importer()).then_nothing()
    spec.given(taken).when(receive, importer()).then(entered)
    for wish in (take, receive):
        spec.given(taken, entered).when(wish, importer()).then_nothing()
        otherwise = wish.model_copy(update={"told": other})
        for history in ((taken,), (taken, entered)):
            spec.given(*history).when(otherwise, importer()).then_refused("something else")
    spec.given(taken).when(dismiss).then_refused("nothing left to settle")


def test_what_waits_is_for_whoever_keeps_the_inbox() -> None:
    waits = receive.model_copy(update={"found": Found(order_id=ORDER), "waits_because": "Who is it about?"})
    spec.when(waits, importer()).then(waiting)
    nobody = changed(OPERATOR, left=True)
    spec.when(waits, importer(), directory=nobody).then(waiting.model_copy(update={"keepers": (ADMIN,)}))


def test_somebody_says_what_it_is_about() -> None:
    spec.given(waiting).when(settle).then(settled)
    spec.given(waiting).when(settle, at=TUESDAY).then(settled.model_copy(update={"on": TUESDAY.date()}))
    spec.given(waiting, settled).when(settle).then_refused("dealt with already", rule="nothing waits")


def test_all_that_is_needed_has_to_be_said() -> None:
    spec.given(waiting).when(settle.model_copy(update={"manager_id": None})).then_refused("which manager")
    spec.given(waiting).when(SettleInboxItem(inbox_item_id=ITEM)).then_refused("which client and manager")


def test_what_is_of_no_use_is_dismissed() -> None:
    spec.given(waiting).when(dismiss).then(dismissed)
    spec.given(waiting, dismissed).when(dismiss).then_nothing()
    spec.given(waiting, dismissed).when(settle).then_refused("dealt with already")
    spec.given(entered).when(dismiss).then_refused("dealt with already")
    spec.when(dismiss).then_refused("There is no such inbox item")


def test_the_playbook_says_who_keeps_the_inbox() -> None:
    spec.given(waiting).when(dismiss, ann()).then_refused("keeps the inbox", rule="a keeper of it")
    managers = PLAYBOOK.model_copy(update={"orders": PLAYBOOK.orders.model_copy(update={"inbox_role": "manager"})})
    by_ann = dismissed.model_copy(update={"dismissed_by": ANN})
    spec.given(waiting).when(dismiss, ann(playbooks={1: managers})).then(by_ann)
    spec.given(waiting).when(dismiss, admin()).then(dismissed.model_copy(update={"dismissed_by": ADMIN}))
