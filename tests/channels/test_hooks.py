"""A message goes to the number that was looked at, and the name on its certificate still counts."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from examples import ID
from listening import Listener, listening

from crm_es.channels.hooks import Closed, Failed, Post, posting

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()
    heard.secret = SECRET
    with listening(heard):
        yield heard


@pytest.fixture
def trusting(tmp_path: Path, listener: Listener) -> ssl.SSLContext:
    """The listener speaks TLS as hooks.example, and who has this trusts its certificate."""
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example")]), datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "both.pem").write_bytes(private + certificate)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "both.pem")
    assert listener.server is not None
    listener.server.socket = serving.wrap_socket(listener.server.socket, server_side=True)
    return ssl.create_default_context(cadata=certificate.decode())


async def here(host: str) -> str:
    """The numbers of those who do not exist."""
    return {"hooks.example": "127.0.0.1", "other.example": "127.0.0.1"}[host]


def send(url: str, trusted: ssl.SSLContext | bool = True) -> None:
    async def sending() -> None:
        async with httpx2.AsyncClient(trust_env=False, verify=trusted) as client:
            await Post(client, 2, here)(url, SECRET, ID, {"type": "Greeting", "text": "Добрый день"})

    asyncio.run(sending())


def test_a_message_goes_where_its_name_was_looked_up(listener: Listener) -> None:
    send(listener.url.replace("127.0.0.1", "hooks.example"))
    assert listener.heard == [{"type": "Greeting", "text": "Добрый день"}]
    assert listener.hosts == [f"hooks.example:{listener.port}"]


def test_a_certificate_is_that_of_the_name(listener: Listener, trusting: ssl.SSLContext) -> None:
    send(f"https://hooks.example:{listener.port}/", trusting)
    assert len(listener.heard) == 1
    with pytest.raises(Failed, match="certificate"):
        send(f"https://other.example:{listener.port}/", trusting)
    with pytest.raises(Failed, match="certificate"):
        send(f"https://hooks.example:{listener.port}/")


@pytest.mark.parametrize(
    "url", ["http://[", "http://a b/", "ftp://x/", "http:///x", "http://\u0430\ud800/", "http://x:0/"]
)
def test_an_address_that_leads_nowhere_is_a_failure_like_others(url: str) -> None:
    async def sending() -> None:
        async with posting(private=False, seconds=2) as post:
            await post(url, SECRET, ID, {})

    with pytest.raises((Failed, Closed)):
        asyncio.run(sending())
