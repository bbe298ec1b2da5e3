"""A company that gets letters."""

import pytest
from front_desk import FrontDesk

from crm_es.application import Crm


@pytest.fixture
def desk(staffed: Crm) -> FrontDesk:
    return FrontDesk(staffed)
