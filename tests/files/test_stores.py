"""Whatever the store is: the same content once, nothing overwritten, nothing half there (S1-17, S1-18)."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from time import time

import boto3
import pytest
from contents import PDF

from crm_es.files import NOWHERE, Content, FileStore, Unreachable, faults
from crm_es.files.bucket import Bucket
from crm_es.files.folder import Folder
from crm_es.messages import Refused
from crm_es.stored_file import StoredFile

HASH = sha256(PDF).hexdigest()
stored = StoredFile(sha256=HASH, name="Счёт 17.pdf", type="application/pdf", size=len(PDF))


class Reading(BytesIO):
    """Knows how much was taken from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def test_what_is_put_comes_back(store: FileStore) -> None:
    assert store.put(PDF, "Счёт 17.pdf") == stored
    assert store.about(HASH) == Content("application/pdf", len(PDF))
    assert b"".join(store.open(HASH)) == PDF
    assert store.put(BytesIO(b"hello"), "../x.html").name == "x.html.txt"


def test_the_same_content_is_kept_once_under_each_name_that_it_is_sent_by(store: FileStore) -> None:
    first, second = store.put(PDF, "a.pdf"), store.put(PDF, "b.pdf")
    assert (first.sha256, first.name, second.name) == (second.sha256, "a.pdf", "b.pdf")


def test_what_many_put_at_once_is_there_in_full(store: FileStore) -> None:
    with ThreadPoolExecutor(8) as people:
        assert set(people.map(lambda _: store.put(PDF, "Счёт 17.pdf"), range(16))) == {stored}
    assert b"".join(store.open(HASH)) == PDF


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"a" * 1001, "is larger than"), (b"MZ\0", "a program"), (b"<svg>", "a web page")],
)
def test_what_is_refused_leaves_nothing(store: FileStore, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        store.put(content, "invoice.pdf")
    assert store.about(sha256(content).hexdigest()) is None


def test_no_more_is_read_than_may_be_kept(store: FileStore) -> None:
    huge = Reading(b"a" * 10_000_000)
    with pytest.raises(Refused, match="is larger than"):
        store.put(huge, "huge.txt")
    assert huge.taken < 1_000_000


def test_what_is_not_there_is_said_at_once(store: FileStore) -> None:
    assert store.about(HASH) is None
    with pytest.raises(Refused, match="bring it back from a backup"):
        store.open(HASH)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"name": "Счёт 18.pdf"}, None),
        ({"sha256": "0" * 64}, "no such file in the store"),
        ({"size": 5}, "is application/pdf of 35 bytes"),
        ({"type": "text/plain"}, "is application/pdf of 35 bytes"),
        ({"name": "invoice.exe"}, "call it 'invoice.exe.pdf'"),
    ],
)
def test_a_fact_speaks_of_files_as_they_are(store: FileStore, change: dict[str, object], words: str | None) -> None:
    store.put(PDF, "a.pdf")
    said = faults(store, stored.model_copy(update=change))
    assert said == words or (said and words and words in said)


def test_a_content_from_a_backup_is_taken_only_if_it_is_what_it_was(store: FileStore) -> None:
    for _ in range(2):
        store.bring_back(BytesIO(PDF), HASH)
    assert b"".join(store.open(HASH)) == PDF
    with pytest.raises(Refused, match="backup is damaged"):
        store.bring_back(BytesIO(PDF), "0" * 64)
    assert store.about("0" * 64) is None


# ── A folder ────────────────────────────────────────────────────────────────


def test_a_folder_is_for_its_owner_only(folder: Folder) -> None:
    folder.put(PDF, "a.pdf")
    file = folder.root / HASH[:2] / HASH[2:4] / HASH
    assert file.read_bytes() == PDF
    assert list(folder.contents()) == [file]
    for path in (file, *list(file.parents)[:4]):
        assert stat.S_IMODE(path.stat().st_mode) == (0o600 if path == file else 0o700)


def test_a_content_that_is_there_is_never_written_again(folder: Folder) -> None:
    folder.put(PDF, "a.pdf")
    path = folder.path(HASH)
    before = path.stat()
    folder.put(PDF, "a.pdf")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_sender_who_breaks_off_leaves_nothing(folder: Folder) -> None:
    class Broken(Reading):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.taken:
                raise OSError("the line is dead")
            return super().read(size)

    with pytest.raises(OSError, match="line is dead"):
        folder.put(Broken(PDF * 10), "a.pdf")
    assert [path for path in folder.root.rglob("*") if path.is_file()] == []


def test_what_a_crash_left_goes_a_day_later_and_not_sooner(folder: Folder) -> None:
    folder.put(PDF, "a.pdf")
    old, young = folder.root / "incoming" / "old", folder.root / "incoming" / "young"
    for draft in (old, young):
        draft.write_bytes(PDF[:10])
    os.utime(old, (time() - 100_000, time() - 100_000))
    folder.put(b"hello", "a.txt")
    assert [path.name for path in young.parent.iterdir()] == ["young"]


# ── A bucket ────────────────────────────────────────────────────────────────


def test_a_bucket_keeps_a_content_under_its_hash(bucket: Bucket, s3: str) -> None:
    bucket.put(PDF, "a.pdf")
    found = boto3.client("s3", endpoint_url=s3).get_object(Bucket=bucket._bucket, Key=f"main/{HASH}")
    assert (found["Body"].read(), found["ContentType"]) == (PDF, "application/pdf")


def test_a_bucket_that_cannot_be_had_is_named(s3: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreachable, match="CRM_ES_FILES"):
        Bucket("s3://no-such-bucket", s3).put(PDF, "a.pdf")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(Unreachable, match="CRM_ES_FILES_ENDPOINT"):
        Bucket("s3://bucket", "http://127.0.0.1:9").put(PDF, "a.pdf")
    with pytest.raises(Unreachable, match="CRM_ES_FILES_ENDPOINT"):
        Bucket("s3://bucket", "nonsense")


def test_a_company_without_a_place_for_files_says_so() -> None:
    with pytest.raises(Refused, match="CRM_ES_FILES"):
        NOWHERE.put(PDF, "a.pdf")
    with pytest.raises(Refused, match="not in the store"):
        NOWHERE.open(HASH)
    with pytest.raises(Refused, match="CRM_ES_FILES"):
        NOWHERE.bring_back(BytesIO(PDF), HASH)
    assert faults(NOWHERE, stored)
