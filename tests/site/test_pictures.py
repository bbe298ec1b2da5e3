"""The pictures of the documentation are taken of the demo company: `make pictures` takes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import PHONE
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from crm_es.application import Crm

PICTURES = {
    "my-day": ("anna", "/"),
    "deals-board": ("elena", "/deals/board"),
    "control": ("elena", "/control"),
    "payment-calendar": ("olga", "/payments/calendar"),
    "reservoir": ("elena", "/reservoir/level"),
    "tickets-board": ("dmitry", "/tickets/board"),
    "audit": ("konstantin", "/audit"),
}
"""Who looks at what."""
LEAST_COLOURS = 50
"""A page that shows nothing has fewer."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(os.environ.get("CRM_ES_PICTURES") or tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize("name", PICTURES)
def test_a_main_page_has_something_to_show(
    demo: Crm, page: Page, as_person: Callable[..., Page], folder: Path, name: str
) -> None:
    assert demo
    login, place = PICTURES[name]
    as_person(login, page).goto(place)
    taken(page, folder / f"{name}.png")


def test_so_has_the_morning_on_a_phone(
    demo: Crm, new_context: Callable[..., BrowserContext], as_person: Callable[..., Page], folder: Path
) -> None:
    assert demo
    phone = as_person("anna", new_context(**PHONE).new_page())
    phone.goto("/")
    taken(phone, folder / "my-day-phone.png")


def taken(page: Page, file: Path) -> None:
    """The page as it is seen, in few bytes."""
    page.wait_for_load_state("networkidle")
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)
    with Image.open(file) as picture:
        colours = picture.convert("RGB").getcolors(1_000_000) or ()
        assert len(colours) > LEAST_COLOURS
        picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(file, optimize=True)
