"""An operator sees what goes outside, and lets other systems hear."""

from __future__ import annotations

import psycopg
from psycopg.sql import SQL, Identifier
from shell import Operator, answer

GIVEN_UP = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)
VALUES ('default', 'mail', '{"key": "7"}', 'failed', 12)
"""


def test_what_was_given_up_is_seen_and_tried_again(crm_es: Operator, server_url: str, schema: str) -> None:
    effects = answer(crm_es("--json", "effects", "list"))["effects"]
    assert {"digests", "mail"} <= {one["name"] for one in effects}
    assert {(one["waiting"], one["failed"]) for one in effects} == {(0, 0)}
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
        db.execute(GIVEN_UP)
    (job,) = answer(crm_es("--json", "effects", "jobs"))["jobs"]
    assert (job["task"], job["status"], job["attempts"], job["arguments"]) == ("mail", "failed", 12, '{"key": "7"}')
    assert answer(crm_es("--json", "effects", "retry", job["job"])) == {"retried": job["job"]}
    assert "No job 1 has failed" in answer(crm_es("--json", "effects", "retry", job["job"]))["error"]


def test_a_webhook_is_added_paused_replayed_and_removed(crm_es: Operator) -> None:
    added = answer(crm_es("--json", "webhooks", "add", "https://hooks.example/crm", "--topic", "DealWon"))
    assert added["secret"].startswith("whsec_")
    webhook = added["webhook_id"]
    crm_es("webhooks", "pause", webhook, "--reason", "We move house")
    (row,) = answer(crm_es("--json", "registry", "webhooks"))["rows"]
    assert (row["topics"], row["status"], row["paused_because"]) == (["DealWon"], "paused", "We move house")
    assert crm_es("webhooks", "resume", webhook).stdout == f"Webhook {webhook} hears on.\n"
    assert "from 1 on" in crm_es("webhooks", "replay", webhook, "--from", "1").stdout
    crm_es("webhooks", "remove", webhook)
    assert "removed" in answer(crm_es("--json", "webhooks", "resume", webhook))["error"]
    assert (
        "no events called" in answer(crm_es("--json", "webhooks", "add", "https://x.example", "--topic", "X"))["error"]
    )
