"""When a call is missed, a call back is owed, until somebody has spoken with that client or number (S0-32)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.call import CallHeld, CallMissed, CallReturned
from crm_es.aggregates.call_back import OweCallBack, SettleCallBack
from crm_es.ids import call_back_of


def react(event: CallMissed | CallHeld | CallReturned) -> Iterator[OweCallBack | SettleCallBack]:
    known = [who for who in (event.client_id, event.phone) if who is not None]
    match event:
        case CallMissed():
            yield OweCallBack(
                call_back_id=call_back_of(known[0]),
                call_id=event.call_id,
                manager_id=event.manager_id,
                client_id=event.client_id,
                phone=event.phone,
                caller=event.caller,
            )
        case CallHeld(noted_by=teller):
            spares = teller if teller != event.manager_id else None
            for who in known:
                yield SettleCallBack(
                    call_back_id=call_back_of(who), result="Somebody has spoken with them since.", spares=spares
                )
        case CallReturned(result=result):
            for who in known:
                yield SettleCallBack(call_back_id=call_back_of(who), result=result)
