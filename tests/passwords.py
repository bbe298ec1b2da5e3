"""Passwords that are quick to check: what makes them safe takes a fifth of a second each time."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from crm_es.store import accounts

SAFE: Final = accounts.hasher
"""How a company keeps them."""


@cache
def quick() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


def make_quick() -> None:
    """From now on, in this process."""
    pytest.MonkeyPatch().setattr(accounts, "hasher", quick)
