"""Screenshots of the demo company: what somebody had on the screen while they worked, drawn for the purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.resources import files
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from crm_es.aggregates.evidence import AttachEvidence
from crm_es.demo.people import person
from crm_es.demo.simulation import Simulation

SIZE: Final = (1280, 720)
PAPER, INK, FRAME, ACCENT = "#f4f6f8", "#1f2d3d", "#33475b", "#206bc4"
LOG: Final = (
    "обмен: соединение с кассой 2 ... ок",
    "обмен: получено чеков 214, ошибок 3",
    "чек 10482: нет товара с кодом 4607",
    "чек 10511: нет товара с кодом 4607",
    "справочник: добавлен код 4607 «Хлеб ржаной»",
    "обмен: повторная загрузка ... ок, ошибок 0",
)
LINE: Final = 44


def screenshot(sim: Simulation, login: str, title: str, ends: datetime) -> None:
    """Put a picture of the screen to the last quarter of an hour."""
    file = sim.crm.files.put(picture(title, ends), f"{ends:%Y-%m-%d %H-%M}.png")
    attaching = AttachEvidence(
        evidence_id=sim.new_id(),
        person_id=person(login),
        starts=ends - timedelta(minutes=15),
        ends=ends,
        file=file,
        note=title,
    )
    sim.ask(person(login), attaching, ends)


def picture(title: str, at: datetime) -> bytes:
    """A window with a title, a time, and lines of a log."""
    font = str(files("crm_es").joinpath("printing/fonts/NotoSans-Regular.ttf"))
    large, small = ImageFont.truetype(font, 30), ImageFont.truetype(font, 24)
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 64), fill=FRAME)
    draw.text((24, 12), title, font=large, fill="white")
    draw.text((SIZE[0] - 190, 16), f"{at:%d.%m %H:%M} UTC", font=small, fill="white")
    draw.rectangle((24, 96, 300, SIZE[1] - 24), fill="white", outline=ACCENT)
    for n, menu in enumerate(("Касса 1", "Касса 2", "Обмен", "Справочники", "Журнал")):
        draw.text((48, 120 + LINE * n), menu, font=small, fill=ACCENT if menu == "Обмен" else INK)
    for n, line in enumerate(LOG):
        draw.text((340, 120 + LINE * n), line, font=small, fill=INK)
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
