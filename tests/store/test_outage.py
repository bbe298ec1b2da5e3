"""While the database is away, everybody hears of it at once; when it is back, work goes on."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from eventsourcing.persistence import OperationalError
from examples import administration

from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.application import Crm
from crm_es.store.database import Database
from crm_es.store.log import Log
from crm_es.store.server import Server


def hire(number: int) -> HireStaffMember:
    return HireStaffMember(staff_member_id=UUID(int=number), name=f"Nobody {number}", roles=frozenset({"manager"}))


def test_a_whole_batch_hears_at_once_that_the_database_is_away() -> None:
    home = Path(mkdtemp())
    server = Server(home, fsync="off", shared_buffers="16MB")
    store = Database(server.start(), "company")
    crm = Crm(Log(store))
    try:
        crm.handle(hire(1), administration())
        server.stop()
        answers = [crm.submit(hire(number), administration()) for number in range(2, 12)]
        for answer in answers:
            assert isinstance(answer.exception(timeout=20), OperationalError)
        server.start()
        assert crm.handle(hire(12), administration()).position == 2
    finally:
        crm.close()
        store.close()
        server.stop()
        shutil.rmtree(server.folder)
        shutil.rmtree(home, ignore_errors=True)
