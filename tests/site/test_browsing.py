"""The ground that tests of pages stand on."""

from collections.abc import Callable

import pytest
from browsing import Site, Watch, violations
from examples import HEAD
from playwright.sync_api import Browser, Error, Page

from crm_es.application import Crm


def test_somebody_signed_in_is_known(site: Site, as_person: Callable[..., Page]) -> None:
    page = as_person(HEAD)
    answer = page.request.get("/api/v1/me")
    assert answer.json()["name"] == "Helen"


def test_people_of_the_demo_company_are_known_by_login(demo: Crm, as_person: Callable[..., Page]) -> None:
    assert as_person("elena").request.get("/api/v1/me").json()["name"] == "Елена Соколова"


def test_each_browser_is_somebody_else(phone: Page, as_person: Callable[..., Page]) -> None:
    as_person(HEAD)
    assert phone.request.get("/api/v1/me").status == 401


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_browser_asks_in_a_language_of_a_place(page: Page, language: str) -> None:
    page.goto("/sign-in")
    assert page.evaluate("[document.documentElement.lang, navigator.language.slice(0, 2)]") == [language, language]
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Yekaterinburg"


def test_a_phone_is_narrow(phone: Page) -> None:
    phone.goto("/sign-in")
    assert phone.evaluate("[innerWidth, innerHeight]") == [360, 740]


def test_what_goes_wrong_unseen_is_told(site: Site, browser: Browser) -> None:
    with browser.new_context() as context:
        watch = Watch(context, site.url)
        page = context.new_page()
        page.goto(f"{site.url}/assets/icon.svg")
        assert watch.found() == []
        page.evaluate("setTimeout(() => missing())")
        page.evaluate("() => { console.error('so it is') }")
        with pytest.raises(Error, match="ERR_"):
            page.goto("http://127.0.0.1:1/")
        script, said, asked, *_ = watch.found()
    assert "missing is not defined" in script
    assert said.endswith("so it is")
    assert asked == "A page asked http://127.0.0.1:1/, which is not ours."


def test_a_button_without_a_name_is_a_serious_violation(page: Page) -> None:
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><button class=a></button></main>")
    assert [line.split(":")[0] for line in violations(page)] == ["critical button-name"]
    assert violations(page, [".a"]) == []


def test_what_the_makers_of_tables_leave_is_passed_over_and_what_is_in_them_is_not(page: Page) -> None:
    table = "<div class=tabulator role=grid><button role=button class=a></button></div>"
    page.set_content(f"<html lang=en><title>A page</title><main><h1>A page</h1>{table}</main>")
    assert [line.split(":")[0] for line in violations(page)] == ["critical button-name"]
