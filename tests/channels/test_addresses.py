"""An address leads into public networks only."""

from __future__ import annotations

import asyncio
from socket import gaierror

import pytest

from crm_es.channels.addresses import NotPublic, is_public, public


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1"),
        *("::", "::1", "fe80::1", "fe80::1%1", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1"),
    ],
)
def test_what_only_we_can_reach_is_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1"])
def test_what_everybody_can_reach_is_public(number: str) -> None:
    assert is_public(number)


def test_a_name_is_looked_up_before_it_is_called() -> None:
    assert asyncio.run(public("8.8.8.8")) == "8.8.8.8"
    for host in ("localhost", "127.1", "2130706433", "0x7f000001", "::1"):
        with pytest.raises(NotPublic, match="not public"):
            asyncio.run(public(host))


def test_a_name_that_nobody_has_is_an_error_like_others() -> None:
    with pytest.raises(gaierror):
        asyncio.run(public("no-such-host.invalid"))
