"""Nobody but whoever is signed in acts on pages, and nothing that people wrote runs in them (X-32)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, HEAD, ID, MONDAY

from crm_es.aggregates.client import MeetClient
from crm_es.api.security import COOKIE
from crm_es.context import Context
from crm_es.site.anything.commands import inside
from crm_es.store.accounts import create_account

Visit = Callable[..., httpx2.Client]
OTHER_SITES = ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"})
PASSWORD = "correct horse battery"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def signed_up(site: Site) -> None:
    with site.crm.log.datastore.get_connection() as db:
        create_account(db, ANN, "ann", PASSWORD)


def test_every_answer_says_that_only_our_files_run(site: Site, visit: Visit) -> None:
    for path in ("/", "/clients", "/moon", "/do/MeetClient", "/sign-in", "/assets/site.css", "/assets/missing.js"):
        policy = visit(ANN).get(path).headers["content-security-policy"]
        assert "script-src 'self';" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe-eval" not in policy
    assert httpx2.get(f"{site.url}/clients").headers["x-content-type-options"] == "nosniff"


def test_pages_are_kept_nowhere_and_our_files_for_a_year(visit: Visit) -> None:
    assert visit(ANN).get("/clients").headers["cache-control"] == "no-store"
    assert "immutable" in visit(ANN).get("/assets/site.css").headers["cache-control"]


def test_no_other_site_sends_anything_in_somebodys_name(site: Site, visit: Visit) -> None:
    signed_up(site)
    looking = visit(ANN)
    for told in OTHER_SITES:
        met = looking.post("/do/MeetClient", data={"f.name": "Evil", "f.owner_id": str(ANN)}, headers=told)
        assert met.status_code == 403
        assert looking.post("/sign-out", headers=told).status_code == 403
        assert looking.post("/language", data={"language": "en"}, headers=told).status_code == 403
        entered = looking.post("/sign-in", data={"login": "ann", "password": PASSWORD}, headers=told)
        assert entered.status_code == 403
    assert "Evil" not in looking.get("/clients?all=").text


def test_a_session_is_out_of_reach_of_scripts_and_of_other_sites(site: Site) -> None:
    signed_up(site)
    credentials = {"login": "ann", "password": PASSWORD, "next": "/clients"}
    entered = httpx2.post(f"{site.url}/sign-in", data=credentials)
    assert (entered.status_code, entered.headers["location"]) == (303, "/clients")
    told = entered.headers["set-cookie"].lower()
    assert f"{COOKIE}=" in told
    assert "httponly" in told
    assert "samesite=lax" in told
    behind_tls = httpx2.post(f"{site.url}/sign-in", data=credentials, headers={"x-forwarded-proto": "https"})
    assert "secure" in behind_tls.headers["set-cookie"].lower()


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(site: Site) -> None:
    signed_up(site)
    with httpx2.Client(base_url=site.url, cookies={COOKIE: "chosen-by-somebody-else"}) as browser:
        browser.post("/sign-in", data={"login": "ann", "password": PASSWORD})
        tokens = [cookie.value for cookie in browser.cookies.jar if cookie.name == COOKIE]
        (token,) = (one for one in tokens if one != "chosen-by-somebody-else")
    with httpx2.Client(base_url=site.url, cookies={COOKIE: str(token)}) as browser:
        assert browser.get("/clients").status_code == 200
        browser.post("/sign-out")
    with httpx2.Client(base_url=site.url, cookies={COOKIE: str(token)}) as browser:
        assert browser.get("/clients").headers["location"].startswith("/sign-in")


def test_a_wrong_password_is_told_without_saying_which_was_wrong(site: Site) -> None:
    signed_up(site)
    answers = [
        httpx2.post(f"{site.url}/sign-in", data={"login": login, "password": "no"}) for login in ("ann", "nobody")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text.replace("nobody", "ann") for answer in answers}) == 1


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
        "clients",
    ],
)
def test_nobody_is_led_to_another_site(site: Site, address: str) -> None:
    assert inside(address) is None
    signed_up(site)
    entered = httpx2.post(f"{site.url}/sign-in", data={"login": "ann", "password": PASSWORD, "next": address})
    assert entered.headers["location"] == "/"


def test_what_people_write_is_shown_and_never_run(site: Site, visit: Visit) -> None:
    met = MeetClient(client_id=ID, name=HOSTILE[:80], owner_id=ANN, sector=HOSTILE[:60])
    site.tell(met, context=Context(by=ANN, at=MONDAY))
    looking = visit(ANN)
    places = (
        *("/clients", f"/clients/{ID}", f"/clients?q={HOSTILE}", f"/search?q={HOSTILE}", f"/clients?sector={HOSTILE}"),
        f"/do/OpenDeal?f.title={HOSTILE}&f.client_id={ID}",
        *(f"/sign-in?next={HOSTILE}", f"/do/RenameClient?id={ID}&f.name={HOSTILE}", f"/{HOSTILE}"),
    )
    for place in places:
        assert "<script>alert" not in looking.get(place).text, place
        assert "<img src=x" not in looking.get(place).text, place


@pytest.mark.parametrize("path", ["/admin/accounts", "/admin/accounts/new"])
def test_administration_is_for_administrators(visit: Visit, path: str) -> None:
    assert visit(HEAD).get(path).status_code in (403, 404)


def test_no_address_leads_out_of_the_files_of_the_site(visit: Visit) -> None:
    for path in ("/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets//etc/passwd"):
        assert visit(ANN).get(path).status_code == 404, path


def test_a_record_of_somebody_else_is_not_there(site: Site, visit: Visit) -> None:
    site.tell(MeetClient(client_id=ID, name="Rye", owner_id=HEAD), context=Context(by=HEAD, at=MONDAY))
    for path in (f"/clients/{ID}", f"/clients/{ID}/then?version=1", f"/clients/{UUID(int=77)}"):
        assert visit(ANN).get(path).status_code == 404, path
