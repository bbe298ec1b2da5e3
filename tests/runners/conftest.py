"""A company with a policy in it."""

from __future__ import annotations

import pytest
from calling import Running

from crm_es.application import Crm


@pytest.fixture
def running(staffed: Crm) -> Running:
    return Running(staffed)
