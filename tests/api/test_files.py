"""Files over HTTP: who may send and see them, and that they do no harm (S1-17, S1-18)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from contents import PDF
from examples import ANN, BOB, CAROL, HEAD, LAWYER, REQUEST
from starlette.testclient import TestClient

from crm_es.api.app import create_app
from crm_es.application import Crm
from crm_es.files.bucket import Bucket
from crm_es.files.folder import Folder
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
Attach = Callable[..., Any]
DRAFT = {"what_for": "Rent", "amount": {"amount": "40.00", "currency": "RUB"}, "invoice_date": "2026-03-17"}
PATH = f"/payment-requests/{REQUEST}/files"


@pytest.fixture
def drafted(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Crm:
    """Ann has begun to ask for a payment."""
    answer = client.post("/payment-requests", json={"id": str(REQUEST), "form": DRAFT}, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    return staffed


@pytest.fixture
def attach(drafted: Crm, client: TestClient, signed_in: SignedIn) -> Attach:
    """Somebody puts a file to the request."""

    def attached(
        who: UUID = ANN, content: bytes = PDF, name: str = "Счёт 17.pdf", kind: str = "invoice", **headers: str
    ) -> Any:
        file = {"file": (name, content, "text/html")}
        return client.post(PATH, files=file, data={"kind": kind}, headers=signed_in(who) | headers)

    return attached


def test_a_file_put_to_a_request_is_found_with_it(
    attach: Attach, client: TestClient, signed_in: SignedIn, drafted: Crm
) -> None:
    answer = attach()
    told = answer.json()
    assert (answer.status_code, told["id"], told["version"], answer.headers["ETag"]) == (202, str(REQUEST), 2, '"2"')
    assert told["file"] | {"sha256": ""} == {
        "sha256": "",
        "name": "Счёт 17.pdf",
        "type": "application/pdf",
        "size": len(PDF),
    }
    settle(drafted)
    listed = client.get("/contractor-files", params={"after": told["position"]}, headers=signed_in(ANN))
    (row,) = listed.json()["rows"]
    assert (row["kind"], row["name"], row["attached_by"], row["period"], row["status"]) == (
        "invoice",
        "Счёт 17.pdf",
        "Ann",
        "2026-03",
        "draft",
    )


def test_a_file_is_fetched_to_be_saved_and_never_shown_in_our_name(
    attach: Attach, client: TestClient, signed_in: SignedIn, drafted: Crm
) -> None:
    sha256 = attach(name="Счёт; 17.pdf").json()["file"]["sha256"]
    settle(drafted)
    answer = client.get(f"{PATH}/{sha256}", headers=signed_in(ANN))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    plain, whole = 'filename="____; 17.pdf"', "filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82%3B%2017.pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; {plain}; {whole}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers.get_list("Cache-Control") == ["private, max-age=31536000, immutable"]
    known = signed_in(ANN) | {"If-None-Match": answer.headers["ETag"]}
    again = client.get(f"{PATH}/{sha256}", headers=known)
    assert (again.status_code, again.content) == (304, b"")


def test_a_text_is_not_said_to_be_in_letters_that_it_is_not_in(
    attach: Attach, client: TestClient, signed_in: SignedIn, drafted: Crm
) -> None:
    sha256 = attach(content="Привет".encode("cp1251"), name="letter.txt").json()["file"]["sha256"]
    settle(drafted)
    assert client.get(f"{PATH}/{sha256}", headers=signed_in(ANN)).headers["Content-Type"] == "text/plain"


def test_files_are_seen_by_whom_the_request_concerns(
    attach: Attach, client: TestClient, signed_in: SignedIn, drafted: Crm
) -> None:
    """X-07, S1-30: accounting sees them once the request is approved."""
    sha256 = attach().json()["file"]["sha256"]
    settle(drafted)
    seen = {who: client.get(f"{PATH}/{sha256}", headers=signed_in(who)).status_code for who in (ANN, HEAD, BOB, CAROL)}
    assert seen == {ANN: 200, HEAD: 200, BOB: 404, CAROL: 404}
    assert client.get("/contractor-files", headers=signed_in(CAROL)).json()["rows"] == []
    assert client.get(f"{PATH}/{sha256}").status_code == 401
    other = f"/payment-requests/{uuid4()}/files/{sha256}"
    assert client.get(other, headers=signed_in(ANN)).status_code == 404
    assert client.get(f"{PATH}/{'0' * 64}", headers=signed_in(ANN)).status_code == 404
    assert client.get(f"{PATH}/..%2F..%2Fetc", headers=signed_in(ANN)).status_code in (404, 422)


def test_a_content_that_is_damaged_or_lost_is_said_to_be(
    attach: Attach, client: TestClient, signed_in: SignedIn, drafted: Crm
) -> None:
    sha256 = attach().json()["file"]["sha256"]
    settle(drafted)
    assert isinstance(drafted.files, Folder)
    path = drafted.files.path(sha256)
    for spoil in (lambda: path.write_bytes(path.read_bytes()[:-1] + b"?"), path.unlink):
        spoil()
        answer = client.get(f"{PATH}/{sha256}", headers=signed_in(ANN))
        assert answer.status_code == 404
        assert "bring it back from a backup" in answer.json()["detail"]


def test_sending_a_file_again_with_its_key_does_nothing_twice(attach: Attach) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = attach(**key), attach(**key)
    assert first.json() == second.json()
    assert attach().json()["version"] == 2, "it is there already"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"content": b""}, "is empty"),
        ({"content": b"MZ\x90\0", "name": "invoice.pdf"}, "a program"),
        ({"content": b"<svg onload='alert(1)'/>", "name": "scan.png"}, "a web page"),
        ({"kind": "love letter"}, "kind"),
    ],
)
def test_what_is_not_kept_is_refused_with_a_sentence(attach: Attach, sent: dict[str, Any], words: str) -> None:
    answer = attach(**sent)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert words in answer.json()["detail"]


def test_nobody_puts_a_file_to_a_request_of_others(attach: Attach) -> None:
    answer = attach(LAWYER)
    assert answer.status_code == 409
    assert "send it to one of them" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/files", PATH])
def test_a_request_without_a_file_is_refused(drafted: Crm, client: TestClient, signed_in: SignedIn, path: str) -> None:
    kind = {"kind": "invoice"}
    for sent in ({"data": kind}, {"data": kind, "files": {"image": PDF}}, {"files": {"kind": (None, "invoice")}}):
        answer = client.post(path, headers=signed_in(ANN), **sent)
        assert answer.status_code == 422
        assert "Send the file itself" in answer.json()["detail"]
    assert client.post(path, json=kind, headers=signed_in(ANN)).status_code == 422
    assert client.post(path, data=kind | {"file": "x"}, headers=signed_in(ANN)).status_code == 400
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post(path, content=b"--x\r\nnonsense", headers=signed_in(ANN) | broken).status_code in (400, 422)
    two = [("file", PDF), ("file", PDF)]
    assert client.post(path, data=kind, files=two, headers=signed_in(ANN)).status_code == 400
    assert client.post(path, files={"file": PDF}).status_code == 401


# ── Files that commands speak of ────────────────────────────────────────────


def test_a_file_is_sent_first_and_spoken_of_later(drafted: Crm, client: TestClient, signed_in: SignedIn) -> None:
    kept = client.post("/files", files={"file": ("order.pdf", PDF)}, headers=signed_in(ANN))
    assert (kept.status_code, kept.json()["name"]) == (201, "order.pdf")
    wish = {"kind": "contract", "file": kept.json()}
    path = f"/payment-requests/{REQUEST}/attach-payment-file"
    assert client.post(path, json=wish, headers=signed_in(ANN)).status_code == 202


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sha256": "0" * 64}, "send its content first"),
        ({"size": 1}, "The file is application/pdf of 35 bytes"),
        ({"type": "text/html"}, "The file is application/pdf of 35 bytes"),
        ({"name": "order.exe"}, "call it 'order.exe.pdf'"),
        ({"name": "../order.pdf"}, "A name without a path"),
    ],
)
@pytest.mark.parametrize("verb", ["attach-payment-file", "pay"])
def test_commands_speak_of_files_as_they_are(
    client: TestClient, signed_in: SignedIn, verb: str, change: dict[str, Any], words: str
) -> None:
    kept = client.post("/files", files={"file": ("order.pdf", PDF)}, headers=signed_in(ANN)).json() | change
    wish = {"order_file": kept} if verb == "pay" else {"kind": "contract", "file": kept}
    answer = client.post(f"/payment-requests/{REQUEST}/{verb}", json=wish, headers=signed_in(ANN))
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert answer.json()["errors"][0]["field"].startswith("order_file" if verb == "pay" else "file")


@pytest.mark.parametrize("verb", ["attach-payment-file", "pay"])
def test_what_somebody_else_sent_is_as_if_it_were_not_there(
    drafted: Crm, client: TestClient, signed_in: SignedIn, verb: str
) -> None:
    """X-07: a hash opens no file, and nobody learns of what kind and size it is."""
    kept = client.post("/files", files={"file": ("order.pdf", PDF)}, headers=signed_in(HEAD)).json()
    field = "order_file" if verb == "pay" else "file"
    answers = []
    for file in (kept, kept | {"size": 1}, kept | {"type": "text/html"}, kept | {"sha256": "0" * 64}):
        wish = {field: file} | ({} if verb == "pay" else {"kind": "contract"})
        answers.append(client.post(f"/payment-requests/{REQUEST}/{verb}", json=wish, headers=signed_in(ANN)))
    assert {answer.status_code for answer in answers} == {422}
    assert {answer.json()["detail"] for answer in answers} == {
        f"Correct this: {field}: There is no such file in the store: send its content first."
    }
    client.post("/files", files={"file": ("order.pdf", PDF)}, headers=signed_in(ANN))
    wish = {"kind": "contract", "file": kept}
    path = f"/payment-requests/{REQUEST}/attach-payment-file"
    assert client.post(path, json=wish, headers=signed_in(ANN)).status_code == 202, "she has it herself"


def test_what_was_put_to_a_request_may_be_spoken_of_again(
    attach: Attach, client: TestClient, signed_in: SignedIn
) -> None:
    wish = {"kind": "contract", "file": attach().json()["file"]}
    answer = client.post(f"/payment-requests/{REQUEST}/attach-payment-file", json=wish, headers=signed_in(ANN))
    assert answer.status_code == 202


# ── Limits ──────────────────────────────────────────────────────────────────


@pytest.fixture
def small(staffed: Crm, tmp_path: Path) -> TestClient:
    """A company that keeps files of 2 MB at most."""
    staffed.files = Folder(tmp_path / "small", 2 * 2**20)
    return TestClient(create_app(staffed), base_url="http://testserver/api/v1")


@pytest.mark.parametrize(("size", "status"), [(2 * 2**20, 201), (2 * 2**20 + 1, 413), (4 * 2**20, 413)])
def test_files_may_be_larger_than_other_bodies_up_to_a_limit(
    small: TestClient, signed_in: SignedIn, size: int, status: int
) -> None:
    answer = small.post("/files", files={"file": b"a" * size}, headers=signed_in(ANN))
    assert answer.status_code == status, answer.text
    assert status == 201 or "larger than 2 MB" in answer.json()["detail"]
    put = small.post(PATH, files={"file": b"a" * size}, data={"kind": "other"}, headers=signed_in(ANN))
    assert put.status_code == (409 if status == 201 else status), "there is no such request"
    assert small.post("/clients", content=b" " * 1_000_001, headers=signed_in(ANN)).status_code == 413


def test_a_file_that_does_not_say_its_size_is_cut_off(small: TestClient, signed_in: SignedIn) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    headers = signed_in(ANN) | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = small.post("/files", content=iter([head, *[b"a" * 2**20] * 5, b"\r\n--x--\r\n"]), headers=headers)
    assert answer.status_code == 413
    assert "larger than 2 MB" in answer.json()["detail"]
    gc.collect()


def test_a_store_that_does_not_answer_is_a_matter_of_patience(staffed: Crm, signed_in: SignedIn) -> None:
    staffed.files = Bucket("s3://bucket", "http://127.0.0.1:9")
    far = TestClient(create_app(staffed), base_url="http://testserver/api/v1")
    answer = far.post("/files", files={"file": PDF}, headers=signed_in(ANN))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "store of files" in answer.json()["detail"]
