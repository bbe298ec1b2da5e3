"""Where an address that somebody typed may send us: into public networks, never to what only we can reach."""

from __future__ import annotations

import asyncio
from ipaddress import IPv6Address, ip_address
from socket import SOCK_STREAM


class NotPublic(Exception):
    """The address leads into a network that is not public."""


async def public(host: str) -> str:
    """The number that a name stands for. Who calls the number calls what was looked at.

    Raises NotPublic where one of its numbers is not public, OSError where it has none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=SOCK_STREAM)
    numbers = [str(address[0]) for *_, address in found]
    if not all(map(is_public, numbers)):
        raise NotPublic(f"{host} is in a network that is not public.")
    return numbers[0]


def is_public(number: str) -> bool:
    address = ip_address(number)
    tunnelled = isinstance(address, IPv6Address) and address.sixtofour is not None
    return address.is_global and not (address.is_multicast or address.is_reserved or tunnelled)
