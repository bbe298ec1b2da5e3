"""Working time that was kept in a spreadsheet: who worked when, on what, and for how long (X-34)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.work_log import RecordWork
from crm_es.batch import REPRESENTATIVES
from crm_es.exchange.sheets import values
from crm_es.exchange.sheets.columns import Cells, Field
from crm_es.exchange.sheets.known import ANY_TIME, Index, Known, sign
from crm_es.ids import work_log_of
from crm_es.messages import Command, Refused
from crm_es.playbook import Labour
from crm_es.work import Subject

TIME: Final = "time"
FIELDS: Final = (
    Field(
        "person",
        "Who worked, by name, login or e-mail; whoever imports, where none is named",
        ("Сотрудник", "Исполнитель", "ФИО", "Кто", "Employee", "User", "Login", "Логин", "E-mail", "Email", "Who"),
    ),
    Field("day", "On which day", ("День", "Дата", "Date", "Spent on")),
    Field(
        "hours",
        "For how long: 1,5 or 1:30; where no start and end are told",
        ("Часы", "Часов", "Длительность", "Трудозатраты", "Время", "Duration", "Time spent", "Hours spent"),
    ),
    Field("start", "When it began: a time of the day, or a day and a time", ("Начало", "Начат", "From", "Started")),
    Field("end", "When it ended", ("Конец", "Окончание", "Завершение", "To", "Ended", "Finish")),
    Field("ticket", "The ticket, by its reference or subject", ("Заявка", "Обращение", "Тикет", "Issue")),
    Field("project", "The project", ("Проект",)),
    Field("stage", "The stage of the project", ("Этап", "Этап проекта", "Phase")),
    Field("client", "The client's name, ИНН or code", ("Клиент", "Контрагент", "Заказчик", "Customer", "Company")),
    Field(
        "kind",
        "The kind of work; what is usual for its subject, where none is named",
        ("Вид работ", "Activity", "Type"),
    ),
    Field("note", "What was done", ("Комментарий", "Описание", "Что сделано", "Comment", "Description", "Notes")),
    Field("billable", "Whether clients pay for it", ("Оплачивается", "К оплате", "Платно")),
)
ABOUT: Final = ("ticket_id", "project_id", "client_id")
A_DAY: Final = timedelta(1)


class When(NamedTuple):
    """As a row tells it."""

    day: date
    minutes: int
    starts: datetime | None = None
    ends: datetime | None = None


class Told(NamedTuple):
    """What a row asks for, and what tells it from others."""

    label: str
    command: Command
    sign: str


def told(cells: Cells, known: Known, record_id: UUID) -> Told:
    person_id, when = who(cells, known), when_of(cells, known)
    must_be_open(person_id, when.day, known)
    about, labour = subject(cells, known), known.playbook.labour
    kind = labour.kind(cells["kind"] or usual(about, labour))
    if kind is None:
        raise cells.unreadable("kind", f"is no kind of work: take {', '.join(one.name for one in labour.kinds)}")
    spent = {"starts": when.starts, "ends": when.ends} if when.starts else {"day": when.day, "minutes": when.minutes}
    recording: dict[str, Any] = about | spent | {"note": cells["note"], "kind": kind.name}
    command = RecordWork(
        work_log_id=work_log_of(person_id),
        person_id=person_id,
        work_id=record_id,
        source="import",
        billable=values.yes(cells["billable"]) if cells["billable"] else None,
        **recording,
    )
    label = " ".join(filter(None, (known.directory.name(person_id), f"{when.day:%d.%m.%Y}", cells["note"])))
    begun = f"{when.starts.astimezone(known.playbook.calendar.zone):%H:%M}" if when.starts else ANY_TIME
    subject_id = next((about[name] for name in ABOUT if name in about), None)
    entry = sign(
        begun,
        person_id=person_id,
        day=when.day,
        raw_minutes=when.minutes,
        subject_id=subject_id,
        note=cells["note"],
    )
    return Told(label, command, entry)


def usual(about: Mapping[str, UUID], labour: Labour) -> str:
    """The kind of work on such a thing; the first of the playbook, where it is on nothing."""
    return labour.usual_kind(Subject(**about).what or "")


def who(cells: Cells, known: Known) -> UUID:
    """Whoever worked. The time of others is brought by operators."""
    person_id = known.staff(cells["person"])
    if person_id != known.importer_id and REPRESENTATIVES.isdisjoint(known.directory.roles(known.importer_id)):
        raise Refused("Operators bring the time of others: let one of them, or bring your own.", "the time of others")
    return person_id


def must_be_open(person_id: UUID, day: date, known: Known) -> None:
    """Refuse what is of a week or month that was handed in."""
    for first, last, status in known.closed[person_id]:
        if first <= day <= last:
            raise Refused(
                f"The time from {first:%d.%m.%Y} to {last:%d.%m.%Y} is {status}: have it opened again first.",
                "closed periods are locked",
            )


def subject(cells: Cells, known: Known) -> dict[str, UUID]:
    """What it was on: the nearest thing that is named; a client beside a ticket or project only says more of it."""
    if cells["ticket"]:
        return {"ticket_id": one_of(known.tickets, cells, "ticket")}
    if cells["project"]:
        project_id = one_of(known.projects, cells, "project")
        if not cells["stage"]:
            return {"project_id": project_id}
        stage_id = known.stages.one(f"{project_id} {cells['stage']}", "name")
        if stage_id is None:
            raise cells.unreadable("stage", "is no stage of this project: look its name up")
        return {"project_id": project_id, "stage_id": stage_id}
    return {"client_id": known.client(cells["client"])} if cells["client"] else {}


def one_of(index: Index, cells: Cells, field: str) -> UUID:
    if found := index.one(cells[field], "reference", "name"):
        return found
    raise cells.unreadable(field, f"is no {field} that is known: look its name up")


def when_of(cells: Cells, known: Known) -> When:
    """Raises Refused where the row does not tell, or tells of what has not come yet."""
    calendar, now = known.playbook.calendar, datetime.now(UTC)
    if not cells["start"] and not cells["end"]:
        day, minutes = value(cells, "day", values.day), value(cells, "hours", values.length)
        if day > calendar.day(now):
            raise cells.unreadable("day", "has not come yet: record work when it is done")
        return When(day, minutes)
    begun, (on, at) = value(cells, "start", values.clock), value(cells, "end", values.clock)
    day = begun[0] or value(cells, "day", values.day)
    starts, ends = calendar.moment(day, begun[1]), calendar.moment(on or day, at)
    if on is None and ends <= starts:
        ends = calendar.moment(day + A_DAY, at)
    if not timedelta() < ends - starts <= A_DAY:
        raise cells.unreadable("end", "is not within a day after the start: correct it")
    if ends > now:
        raise cells.unreadable("end", "has not come yet: record work when it is done")
    return When(calendar.day(starts), round((ends - starts).total_seconds() / 60), starts, ends)


def value(cells: Cells, field: str, read: Any) -> Any:
    cells.needed(field)
    try:
        return read(cells[field])
    except ValueError as error:
        raise cells.unreadable(field, error) from None
