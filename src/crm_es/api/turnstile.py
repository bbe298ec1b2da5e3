"""How often one address may come where nobody signs in."""

from __future__ import annotations

from collections import deque
from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import monotonic
from typing import Final

KEPT: Final = 10_000
"""Addresses that are remembered."""


class Turnstile:
    """Lets so many pass in so many seconds, each address by itself."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._passed: dict[str, deque[float]] = {}
        self._lock = Lock()

    def lets(self, address: str) -> bool:
        """Whether one more may pass now."""
        address, now = place_of(address), monotonic()
        with self._lock:
            if len(self._passed) >= KEPT and address not in self._passed:
                self._passed = {one: times for one, times in self._passed.items() if times[-1] > now - self.seconds}
            times = self._passed.setdefault(address, deque(maxlen=self.most))
            if len(times) == self.most and times[0] > now - self.seconds:
                return False
            times.append(now)
            return True


def place_of(address: str) -> str:
    """The address; of the new kind the network, for everybody there has as many addresses as they like."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    if not isinstance(number, IPv6Address) or number.ipv4_mapped:
        return address
    return str(IPv6Address(int(number) >> 64 << 64))
