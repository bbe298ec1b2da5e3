"""One action makes an act and an invoice of a client's hours, and sends them; or of many clients' (S3-07).

First it is tried in memory: where the invoice desk would refuse, nothing is billed. Then the entries are locked, and
only an act of hours as they are recorded gets an invoice. Whoever repeats it with the same act goes on where it
stopped, and nothing is there twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from crm_es.aggregates import billing, invoice_desk, work_act
from crm_es.aggregates.billing import BillWork, WorkBilled
from crm_es.aggregates.work_act import ActPrepared
from crm_es.application import Crm
from crm_es.billing import addressees as known_clients
from crm_es.billing.addressees import Addressee, addressees
from crm_es.billing.outcomes import Made, made
from crm_es.billing.standing import differing, may_be_invoiced
from crm_es.billing.unbilled import READERS, Asked, Entry, entries
from crm_es.billing.wanted import Wanted, chosen, invoice_of, worked
from crm_es.context import Context
from crm_es.directory import Directory
from crm_es.exchange.histories import histories, states
from crm_es.ids import desk_of
from crm_es.messages import Refused
from crm_es.playbook import Playbook
from crm_es.runners.following import catch_up
from crm_es.store.reading import by_stream

WHO: Final = "billing"
"""The name and the role of this program."""
DERIVED: Final = 5
"""The version of ids that follow from others: policies make them."""
MOST: Final = 500
"""Clients that are billed at once."""
LOCKING: Final = (("open_acts",), ("mark_billed_work",), READERS)
"""They are waited for in turn: the act is there, entries are locked, and lists say how they were when that happened."""
SENDING: Final = (("number_invoices",), ("send_invoiced_acts",))
"""Policies that are waited for in turn: the invoice has its number, and the act is sent."""


class Biller:
    """Bills in the name of one person."""

    def __init__(self, crm: Crm, person_id: UUID, at: datetime | None = None) -> None:
        self.crm, self.person_id, self.at = crm, person_id, at or datetime.now(UTC)
        may_bill(crm, person_id)
        self.correlation_id = uuid4()
        self.refusals: dict[UUID, Refused] = {}
        """By act."""
        self.clients: dict[UUID, Addressee] = {}

    def bill(self, wanted: Sequence[Wanted]) -> list[Made]:
        """Each client's hours; what is wrong with one holds up no other."""
        if len(wanted) > MOST:
            raise Refused(f"So many clients at once are too many: bill at most {MOST}.", "not too many at once")
        catch_up(self.crm, "open_acts", *known_clients.READERS, *READERS)
        with self.crm.log.datastore.get_connection() as db:
            self.clients = addressees(db, {one.client_id for one in wanted})
        acts = {one.act_id or uuid4(): one for one in wanted}
        if len(acts) < len(wanted):
            raise Refused("Two of them have the same act: give each an id of its own.", "another act")
        known = self.prepared(acts)
        self.make_acts({act_id: one for act_id, one in acts.items() if act_id not in known})
        self.wait_for(LOCKING, acts)
        self.make_invoices(acts)
        self.wait_for(SENDING, acts)
        told = histories(self.crm, work_act.decider, acts)
        events = {act_id: [fact.event for fact in told[act_id]] for act_id in acts}
        return [
            made(act_id, one.client_id, self.name(one), events[act_id], self.refusals.get(act_id))
            for act_id, one in acts.items()
        ]

    def make_acts(self, acts: Mapping[UUID, Wanted]) -> None:
        """Acts of what is unbilled, where the desk would issue their invoices."""
        if not acts:
            return
        unbilled, context = self.unbilled(acts.values()), self.crm.reference_now.completed(self.asking)
        desk_id = desk_of(self.person_id)
        desk = states(self.crm, invoice_desk.decider, [desk_id])[desk_id]
        for act_id, wanted in acts.items():
            with self.noting(act_id):
                must_be_free(self.crm, act_id)
                wish = self.wish(wanted, act_id, unbilled.get(wanted.client_id, []))
                (act,) = billing.decider.decide(None, wish, context)
                if isinstance(act, WorkBilled):
                    list(invoice_desk.decider.decide(desk, invoice_of(act_id, act, "Act"), context))
                self.crm.handle(wish, self.asking)

    def make_invoices(self, acts: Mapping[UUID, Wanted]) -> None:
        """Of what is locked."""
        prepared = self.prepared([act_id for act_id in acts if act_id not in self.refusals])
        standing = states(self.crm, work_act.decider, prepared)
        with self.crm.log.datastore.get_connection() as db:
            changed = differing(db, prepared)
        for act_id, act in prepared.items():
            with self.noting(act_id):
                may_be_invoiced(standing[act_id], acts[act_id], changed.get(act_id, 0))
                self.crm.handle(invoice_of(act_id, act, f"Act {act.number}"), self.asking)

    def wait_for(self, stages: Iterable[Iterable[str]], acts: Iterable[UUID]) -> None:
        """Stage by stage, each up to what the one before made. Where one of them stands still, no act goes on."""
        try:
            for readers in stages:
                catch_up(self.crm, *readers)
        except Refused as refusal:
            self.refusals = dict.fromkeys(acts, refusal) | self.refusals

    @contextmanager
    def noting(self, act_id: UUID) -> Iterator[None]:
        """What is refused is told with the rest."""
        try:
            yield
        except Refused as refusal:
            self.refusals[act_id] = refusal

    @property
    def asking(self) -> Context:
        """Each wish has an id of its own: what was refused once may be granted later."""
        return Context(WHO, self.at, frozenset({WHO}), correlation_id=self.correlation_id)

    def prepared(self, acts: Iterable[UUID]) -> dict[UUID, ActPrepared]:
        told = histories(self.crm, work_act.decider, acts)
        events = {act_id: history[0].event for act_id, history in told.items() if history}
        return {act_id: event for act_id, event in events.items() if isinstance(event, ActPrepared)}

    def unbilled(self, wanted: Collection[Wanted]) -> dict[UUID, list[Entry]]:
        """By client: of all, or of the one that is meant."""
        only = next(iter(wanted)).client_id if len(wanted) == 1 else None
        asked = Asked(client_id=only, only_approved=playbook(self.crm).billing.only_approved)
        with self.crm.log.datastore.get_connection() as db:
            found = entries(db, asked)
        by_client: dict[UUID, list[Entry]] = {}
        for entry in found:
            by_client.setdefault(entry.client_id, []).append(entry)
        return by_client

    def name(self, wanted: Wanted) -> str | None:
        known = self.clients.get(wanted.client_id)
        return known.name if known else None

    def wish(self, wanted: Wanted, act_id: UUID, unbilled: Iterable[Entry]) -> BillWork:
        """The act as it would be. Raises Refused where there is nothing to bill."""
        on = wanted.on or playbook(self.crm).calendar.day(self.at)
        known = self.clients.get(wanted.client_id)
        email, contact_name = wanted.email, wanted.contact_name
        if email is None and known:
            email, contact_name = known.email, contact_name or known.contact_name
        return BillWork(
            act_id=act_id,
            client_id=wanted.client_id,
            project_id=wanted.project_id,
            on=on,
            works=tuple(map(worked, chosen(unbilled, wanted, wanted.until or on))),
            biller_id=self.person_id,
            email=email if wanted.send else None,
            contact_name=contact_name,
            send=wanted.send,
        )


def may_bill(crm: Crm, person_id: UUID) -> None:
    """Refuses whoever may not bill hours."""
    needed = playbook(crm).billing.roles
    if Directory(crm.reference.people).roles(person_id).isdisjoint(needed):
        raise Refused(
            f"Hours are billed by those with one of the roles {', '.join(needed)}: ask one of them.",
            "a role for billing",
        )


def must_be_free(crm: Crm, act_id: UUID) -> None:
    """Refuses the id of something else: an act could not be prepared under it."""
    with crm.log.datastore.get_connection() as db:
        taken = by_stream(db, {act_id: 0})[act_id]
    if taken or act_id.version == DERIVED:
        raise Refused("This id cannot be that of an act: make another at random.", "an id of its own")


def playbook(crm: Crm) -> Playbook:
    reference = crm.reference
    if reference.version not in reference.playbooks:
        raise Refused("No playbook is published yet: publish one with `crm-es playbook publish FILE`.")
    return reference.playbooks[reference.version]
