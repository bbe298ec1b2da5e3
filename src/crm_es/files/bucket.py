"""A store in a bucket of S3 or its like: the key is the hash. Credentials are found the way boto3 finds them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody

from crm_es.files import CHUNK, LIMIT, Content, Unreachable, missing
from crm_es.files.intake import received, sound, type_of
from crm_es.stored_file import StoredFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ABSENT: Final = frozenset({"404", "NoSuchKey"})
KEPT_ALREADY: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})


class Bucket:
    """`s3://bucket/prefix`."""

    def __init__(self, address: str, endpoint: str | None = None, limit: int = LIMIT) -> None:
        place = urlsplit(address)
        self.limit = limit
        self._bucket, self._prefix = place.netloc, place.path.strip("/")
        with reaching():
            self._s3: S3Client = boto3.client("s3", endpoint_url=endpoint, config=careful(endpoint))

    def put(self, content: BinaryIO | bytes, name: str) -> StoredFile:
        with received(content, name, self.limit) as (draft, stored):
            self._keep(draft, stored.sha256, stored.type)
        return stored

    def bring_back(self, content: IO[bytes], sha256: str) -> None:
        with sound(content, sha256) as draft:
            self._keep(draft, sha256, type_of(draft))

    def about(self, sha256: str) -> Content | None:
        with reaching(ABSENT):
            found = self._s3.head_object(Bucket=self._bucket, Key=self._key(sha256))
            return Content(found["ContentType"], found["ContentLength"])
        return None

    def open(self, sha256: str) -> Iterator[bytes]:
        with reaching(ABSENT):
            return pieces(self._s3.get_object(Bucket=self._bucket, Key=self._key(sha256))["Body"])
        raise missing(sha256)

    def _keep(self, draft: IO[bytes], sha256: str, media_type: str) -> None:
        if self.about(sha256) is None:
            with reaching(KEPT_ALREADY):
                self._s3.put_object(
                    Bucket=self._bucket,
                    Key=self._key(sha256),
                    Body=draft,
                    ContentType=media_type,
                    ChecksumSHA256=b64encode(bytes.fromhex(sha256)).decode(),
                    IfNoneMatch="*",
                )

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}/{sha256}".lstrip("/")


def pieces(body: StreamingBody) -> Iterator[bytes]:
    with closing(body), reaching():
        yield from body.iter_chunks(CHUNK)


@contextmanager
def reaching(passed_over: frozenset[str] = frozenset()) -> Iterator[None]:
    """What goes wrong on the way there and back, but for answers with these codes."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in passed_over:
            raise Unreachable(f"The file store refuses: {error}. See CRM_ES_FILES and the credentials.") from error
    except (BotoCoreError, ValueError) as error:
        raise Unreachable(f"The file store is not reached: {error}. See CRM_ES_FILES_ENDPOINT.") from error


def careful(endpoint: str | None) -> Config:
    """Not every store knows the checksums and the bucket names in host names that Amazon's does."""
    return Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint else "auto"},
    )
