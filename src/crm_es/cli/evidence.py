"""Screenshots of work: `crm-es evidence`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, cast
from uuid import UUID, uuid4

import typer

from crm_es.aggregates.evidence import AttachEvidence, WithdrawEvidence
from crm_es.aggregates.evidence_share import ShareEvidence
from crm_es.api.sight import sight
from crm_es.cli.bank import asker
from crm_es.cli.terminal import moment, terminal
from crm_es.client_links import ClientLink
from crm_es.context import Context
from crm_es.exchange.evidence_sharing import must_be_shareable, page_of
from crm_es.exchange.sheets.known import READERS, known
from crm_es.runners.following import catch_up
from crm_es.runners.worker import settle
from crm_es.store.company_secrets import create_tables
from crm_es.store.uploads import create_tables as create_uploads
from crm_es.store.uploads import note as note_upload

app = typer.Typer(help="Screenshots of work, and who may look at them.", no_args_is_help=True)
As = Annotated[str, typer.Option("--as", help="Who asks.", metavar="LOGIN")]


@app.command()
def attach(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="PNG, JPEG or WebP.")],
    *,
    login: As,
    at: Annotated[str, typer.Option(help="When it was made; of a time, when that began.", metavar="TIME")],
    until: Annotated[str | None, typer.Option(help="When that time ended.", metavar="TIME")] = None,
    note: Annotated[str, typer.Option(help="What it shows.")] = "",
) -> None:
    """Put a screenshot to one's own work. It belongs to whatever entry covers the time."""
    shown = terminal(context)
    with shown.company() as crm:
        starts = cast(datetime, moment("--at", at, crm.reference.calendar.zone))
        me = asker(crm, login)
        with file.open("rb") as content:
            stored = crm.files.put(content, file.name)
        with crm.log.datastore.get_connection() as db:
            create_uploads(db)
            note_upload(db, me, stored.sha256)
        wish = AttachEvidence(
            evidence_id=uuid4(),
            person_id=me,
            starts=starts,
            ends=moment("--until", until, crm.reference.calendar.zone) or starts,
            file=stored,
            note=note,
        )
        crm.handle(wish, Context(me, datetime.now(UTC)))
        settle(crm)
    shown.answer({"evidence_id": wish.evidence_id, "sha256": stored.sha256}, str(wish.evidence_id))


@app.command()
def withdraw(
    context: typer.Context,
    evidence_id: Annotated[UUID, typer.Argument(help="As `crm-es registry evidence` tells it.")],
    *,
    login: As,
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Take a screenshot of one's own work back: it is shown no more."""
    shown = terminal(context)
    with shown.company() as crm:
        crm.handle(
            WithdrawEvidence(evidence_id=evidence_id, reason=reason), Context(asker(crm, login), datetime.now(UTC))
        )
        settle(crm)
    shown.answer({"evidence_id": evidence_id}, "It is shown to nobody any more.")


@app.command()
def share(
    context: typer.Context,
    screenshots: Annotated[list[UUID], typer.Argument(help="The ids of screenshots.", metavar="ID...")],
    *,
    login: As,
    client: Annotated[str, typer.Option(help="For whom: the name, ИНН, code, phone or e-mail.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="How long the link works.")] = 14,
    whom: Annotated[str | None, typer.Option("--whom", help="Who gets the link.")] = None,
) -> None:
    """Let a client look at screenshots of work for them; the link is printed."""
    shown, now = terminal(context), datetime.now(UTC)
    with shown.company() as crm:
        me = asker(crm, login)
        catch_up(crm, *READERS)
        wish = ShareEvidence(
            evidence_share_id=uuid4(),
            client_id=known(crm, me).client(client),
            evidence_ids=tuple(screenshots),
            until=now + timedelta(days),
            for_whom=whom,
        )
        must_be_shareable(crm, wish, sight(crm.reference, me).people)
        crm.handle(wish, Context(me, now))
        settle(crm)
        with crm.log.datastore.get_connection() as db:
            create_tables(db)
            path = page_of(db, ClientLink("evidence", wish.evidence_share_id, wish.until))
    url = f"{(shown.settings.public_url or '').rstrip('/')}{path}"
    shown.answer({"evidence_share_id": wish.evidence_share_id, "url": url, "until": wish.until}, url)
    if not shown.settings.public_url:
        shown.say("Put the address of your server before it, or set CRM_ES_PUBLIC_URL: whole links are printed then.")
