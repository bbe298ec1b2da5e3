"""An inbox: what waits of one source, counted (S0-37)."""

from uuid import UUID

from examples import ADMIN, BOB, ID, OPERATOR, policy
from examples import gone as left
from spec import Spec

from crm_es.aggregates.inbox import (
    AwaitInboxItem,
    InboxHandedOver,
    InboxItemAwaited,
    InboxItemLetGo,
    LetInboxItemGo,
    decider,
)
from crm_es.directory import Directory

spec = Spec(decider, policy())
FIRST, SECOND = UUID(int=301), UUID(int=302)


def wait(item_id: UUID, *keepers: UUID) -> AwaitInboxItem:
    return AwaitInboxItem(inbox_id=ID, source="erp", inbox_item_id=item_id, why="Who?", keepers=keepers or (OPERATOR,))


def waits(item_id: UUID, waiting: int) -> InboxItemAwaited:
    return InboxItemAwaited(**dict(wait(item_id)), waiting=waiting)


def gone(item_id: UUID, oldest_id: UUID | None = None) -> InboxItemLetGo:
    """The first of one or two."""
    return InboxItemLetGo(
        inbox_id=ID,
        source="erp",
        inbox_item_id=item_id,
        keepers=(OPERATOR,),
        waiting=1 if oldest_id else 0,
        was_oldest=True,
        oldest_id=oldest_id,
        why="Who?" if oldest_id else None,
    )


def let_go(item_id: UUID) -> LetInboxItemGo:
    return LetInboxItemGo(inbox_id=ID, inbox_item_id=item_id)


def test_what_waits_is_counted_once_each() -> None:
    spec.when(wait(FIRST)).then(waits(FIRST, 1))
    spec.given(waits(FIRST, 1)).when(wait(FIRST)).then_nothing()
    spec.given(waits(FIRST, 1), waits(SECOND, 2)).when(let_go(FIRST)).then(gone(FIRST, SECOND))
    later = gone(SECOND, FIRST).model_copy(update={"was_oldest": False})
    spec.given(waits(FIRST, 1), waits(SECOND, 2)).when(let_go(SECOND)).then(later)
    spec.given(waits(FIRST, 1), gone(FIRST)).when(let_go(FIRST)).then_nothing()
    spec.when(let_go(FIRST)).then_nothing()


def test_who_was_told_first_is_told_when_all_is_done() -> None:
    """Whoever keeps the inbox meanwhile."""
    spec.given(waits(FIRST, 1)).when(wait(SECOND, BOB)).then(waits(SECOND, 2))
    (event,) = spec.given(waits(FIRST, 1), gone(FIRST)).when(wait(SECOND, BOB)).events()
    assert isinstance(event, InboxItemAwaited)
    assert event.keepers == (BOB,)


def test_once_nobody_who_was_told_works_here_whoever_keeps_it_now_is_told() -> None:
    """Administrators, where nobody has the role for it."""
    handed_over = InboxHandedOver(
        inbox_id=ID,
        source="erp",
        inbox_item_id=FIRST,
        why="Who?",
        from_keepers=(OPERATOR,),
        to_keepers=(ADMIN,),
        waiting=1,
    )
    second = waits(SECOND, 2).model_copy(update={"keepers": (ADMIN,)})
    history = spec.given(waits(FIRST, 1))
    history.when(wait(SECOND, BOB), directory=left(OPERATOR)).then(handed_over, second)
    both = spec.given(waits(FIRST, 1), waits(SECOND, 2))
    let_first_go = gone(FIRST, SECOND).model_copy(update={"keepers": (ADMIN,)})
    both.when(let_go(FIRST), directory=left(OPERATOR)).then(handed_over.model_copy(update={"waiting": 2}), let_first_go)
    spec.given(waits(FIRST, 1), handed_over).when(wait(SECOND), directory=left(OPERATOR)).then(second)
    nobody = Directory({**left(ADMIN).people, OPERATOR: left(OPERATOR).people[OPERATOR]})
    history.when(wait(SECOND), directory=nobody).then(waits(SECOND, 2))
    spec.when(let_go(FIRST), directory=left(OPERATOR)).then_nothing()
