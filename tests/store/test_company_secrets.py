"""What only the company knows is made once."""

from __future__ import annotations

from crm_es.application import Crm
from crm_es.store.company_secrets import create_tables, secret
from crm_es.store.database import Database


def test_a_secret_is_made_once_and_each_name_has_its_own(database: Database) -> None:
    with database.get_connection() as db:
        create_tables(db)
        create_tables(db)
        first = secret(db)
        assert len(first) == 32
        assert secret(db) == first
        assert secret(db, "something else") != first


def test_a_secret_is_never_in_the_log(staffed: Crm) -> None:
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        told = db.execute("SELECT count(*) AS n FROM events WHERE state::text LIKE %s", (f"%{secret(db).hex()}%",))
        assert told.fetchone() == {"n": 0}
