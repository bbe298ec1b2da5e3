"""A folder and a bucket, each empty, behind one interface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from crm_es.files import FileStore
from crm_es.files.bucket import Bucket
from crm_es.files.folder import Folder

LIMIT = 1000


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    name = f"files-{uuid4()}"
    boto3.client("s3", endpoint_url=s3, region_name="us-east-1").create_bucket(Bucket=name)
    return Bucket(f"s3://{name}/main", s3, LIMIT)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "deep" / "files", LIMIT)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest) -> FileStore:
    chosen: FileStore = request.getfixturevalue(request.param)
    return chosen
