"""What clients of the demo company ask its service department for, and how it is answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.ticket import AgreeTicketHours, MoveTicket, OpenTicket, ReplyToTicket, TakeTicketMessage
from crm_es.demo.bench import Bench, Job
from crm_es.demo.people import person
from crm_es.demo.screens import screenshot
from crm_es.demo.simulation import Simulation, Story
from crm_es.work import Subject


class Trouble(NamedTuple):
    """What a client writes, and how many hours it takes."""

    subject: str
    text: str
    hours: float
    answer: str
    on_screen: bool = False
    """It is done at a computer."""


TROUBLES: Final = (
    Trouble(
        "Печь не держит температуру", "Вторая печь падает до 180 градусов через час работы.", 5, "Заменили термопару."
    ),
    Trouble("Тестомес шумит", "При полной загрузке слышен скрежет.", 4, "Подшипник заменён, масло долито."),
    Trouble("Весы показывают ноль", "Весы на фасовке не видят груз.", 2, "Датчик перекалиброван."),
    Trouble(
        "Не печатаются этикетки", "Принтер мигает красным, очередь стоит.", 1.5, "Головка почищена, лента заменена."
    ),
    Trouble(
        "Плановое обслуживание линии",
        "Просим провести обслуживание в выходной.",
        7,
        "Регламент выполнен, акт у мастера.",
    ),
    Trouble("Ошибка E14 на расстойном шкафу", "Шкаф выключается с ошибкой E14.", 3, "Клапан пара заменён."),
    Trouble(
        "Обучить новую смену", "Пришли два новых пекаря, нужен инструктаж.", 3, "Инструктаж проведён, журнал подписан."
    ),
    Trouble(
        "Настроить обмен с кассой",
        "Продажи не доходят до учёта с понедельника.",
        4,
        "Обмен восстановлен, данные догружены.",
        True,
    ),
)
SHARES: Final = (0.5, 0.6, 0.7, 0.7, 0.75, 0.9, 1.3)
"""How much of the agreed hours work takes."""
LONG: Final = 60
"""Minutes of work, of which a screenshot is kept."""
NAMES: Final = ("Ольга Сергеевна", "Рустам", "Андрей Викторович", "Лена, технолог", "Мастер смены")


def ticket(sim: Simulation, bench: Bench, client_id: UUID, login: str, at: datetime, *, takes: float = 0) -> Story:
    """A client writes; an engineer answers, works, and finishes; sometimes it takes more than was agreed."""
    yield at
    trouble, ticket_id, who, contact = sim.rng.choice(TROUBLES), sim.new_id(), person(login), sim.rng.choice(NAMES)
    opening = OpenTicket(
        ticket_id=ticket_id,
        subject=trouble.subject,
        text=trouble.text,
        channel=sim.rng.choice(("mail", "mail", "form", "phone")),
        client_id=client_id,
        contact_name=contact,
        priority="urgent" if sim.likely(0.15) else None,
        responsible_id=who,
    )
    sim.ask("mailbox", opening, at, role="service door")
    at = sim.after(at, sim.rng.choice((0.3, 0.5, 1, 2, 6)))
    yield at
    sim.ask(who, MoveTicket(ticket_id=ticket_id, stage="in work"), at)
    answering = ReplyToTicket(ticket_id=ticket_id, text="Приняли, выезжаем сегодня.", channel="said")
    sim.ask(who, answering, at)
    if trouble.hours >= 4:  # noqa: PLR2004 - half a day
        agreed = AgreeTicketHours(ticket_id=ticket_id, hours=Decimal(str(trouble.hours)), with_whom=contact)
        sim.ask(who, agreed, at)
    hours = trouble.hours * (takes or sim.rng.choice(SHARES))

    def done(ends: datetime) -> None:
        sim.ask(who, MoveTicket(ticket_id=ticket_id, stage="done", note=trouble.answer), ends)

    def worked(minutes: int, ends: datetime) -> None:
        if trouble.on_screen and minutes >= LONG and sim.crm.files.limit:
            screenshot(sim, login, trouble.subject, ends)

    subject = Subject(ticket_id=ticket_id)
    bench.give(login, Job(subject, "service", round(hours * 4) * 15, trouble.subject, worked, done))


def ticket_today(sim: Simulation, client_id: UUID, at: datetime, *, answered: bool) -> Story:
    """What came in at this hour, and perhaps waits for the client again."""
    yield at
    trouble, ticket_id = sim.rng.choice(TROUBLES), sim.new_id()
    opening = OpenTicket(
        ticket_id=ticket_id, subject=trouble.subject, text=trouble.text, channel="mail", client_id=client_id
    )
    sim.ask("mailbox", opening, at, role="service door")
    if not answered:
        return
    at += timedelta(minutes=25)
    yield at
    asking = ReplyToTicket(
        ticket_id=ticket_id,
        text="Пришлите, пожалуйста, фото таблички.",
        channel="said",
        move_to="waiting for the client",
    )
    sim.ask(person("dmitry"), asking, at)
    at += timedelta(minutes=20)
    yield at
    sim.ask("mailbox", TakeTicketMessage(ticket_id=ticket_id, text="Фото во вложении."), at, role="service door")
