"""The tables of the log. Made where they are missing; two processes may start at once."""

from typing import Final

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.schema'));

CREATE TABLE IF NOT EXISTS events (
    originator_id      uuid        NOT NULL,
    originator_version bigint      NOT NULL,
    notification_id    bigint      NOT NULL,         -- the position: gapless, in commit order
    topic              text        NOT NULL,
    state              jsonb       NOT NULL,
    occurred_at        timestamptz NOT NULL,         -- when it was asked
    recorded_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor              text        NOT NULL,
    on_behalf_of       uuid,
    command_id         uuid,
    correlation_id     uuid,
    causation_id       bigint,                       -- the position of the event that a policy answered
    playbook_version   int         NOT NULL,
    PRIMARY KEY (originator_id, originator_version)  -- optimistic concurrency
);
CREATE UNIQUE INDEX IF NOT EXISTS events_by_position ON events (notification_id);
CREATE INDEX IF NOT EXISTS events_by_topic ON events (topic, notification_id);
CREATE INDEX IF NOT EXISTS events_by_actor ON events (actor, notification_id);
CREATE INDEX IF NOT EXISTS events_by_person ON events (on_behalf_of, notification_id) WHERE on_behalf_of IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_by_client ON events ((state->>'client_id'), notification_id)
    WHERE state->>'client_id' IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_by_correlation ON events (correlation_id);
CREATE INDEX IF NOT EXISTS events_by_occurrence ON events USING brin (occurred_at) WITH (pages_per_range = 16);
CREATE INDEX IF NOT EXISTS events_by_recording ON events USING brin (recorded_at) WITH (pages_per_range = 16);

CREATE TABLE IF NOT EXISTS log_head (
    one_row  bool   PRIMARY KEY DEFAULT true CHECK (one_row),
    position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_head (position) VALUES (0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS commands (                -- everything that was asked, refused or not, and its answer
    command_id       uuid        PRIMARY KEY,        -- idempotency
    topic            text        NOT NULL,
    stream           uuid        NOT NULL,
    state            jsonb       NOT NULL,
    asked_at         timestamptz NOT NULL,
    actor            text        NOT NULL,
    on_behalf_of     uuid,
    roles            text        NOT NULL,
    correlation_id   uuid        NOT NULL,
    causation_id     bigint,
    playbook_version int         NOT NULL,
    position         bigint      NOT NULL,           -- the answer: how far to read to see what it led to
    version          bigint      NOT NULL,           -- and the version its stream then had
    refusal          text,
    rule             text,
    remedies         jsonb                           -- what may be done about the refusal
);
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'commands'::regclass AND attname = 'remedies') THEN
        ALTER TABLE commands ADD COLUMN remedies jsonb;
    END IF;
END $$;
CREATE INDEX IF NOT EXISTS refusals_by_rule ON commands (rule, asked_at) WHERE refusal IS NOT NULL;
CREATE INDEX IF NOT EXISTS refusals_by_time ON commands (asked_at) WHERE refusal IS NOT NULL;
CREATE INDEX IF NOT EXISTS refusals_by_stream ON commands (stream) WHERE refusal IS NOT NULL;
CREATE INDEX IF NOT EXISTS refusals_by_actor ON commands (actor, asked_at) WHERE refusal IS NOT NULL;
CREATE INDEX IF NOT EXISTS refusals_by_correlation ON commands (correlation_id) WHERE refusal IS NOT NULL;

CREATE TABLE IF NOT EXISTS tracking (                -- how far each policy and projection has come, and who runs it
    name     text   PRIMARY KEY,
    position bigint NOT NULL,
    shape    text   NOT NULL DEFAULT '',             -- the columns of a projection's table when it was filled
    owner    text,
    epoch    bigint NOT NULL DEFAULT 0,
    until    timestamptz
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS dead_letters (            -- events that a policy could not digest, and what came behind them
    policy     text        NOT NULL,
    position   bigint      NOT NULL,
    stream     uuid        NOT NULL,
    topic      text        NOT NULL,
    error      text        NOT NULL,
    traceback  text        NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled    text        CHECK (settled IN ('replayed', 'skipped')),
    settled_by text,
    settled_at timestamptz,
    reason     text,
    PRIMARY KEY (policy, position)
);

CREATE OR REPLACE FUNCTION never() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'The log is append-only.'; END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION never();
"""

APPEND: Final = """
WITH head AS (
    UPDATE log_head SET position = position + %b WHERE position = coalesce(%b, position) RETURNING position - %b AS base
), fact AS (
    INSERT INTO events (notification_id, originator_id, originator_version, topic, state, occurred_at, actor,
                        on_behalf_of, command_id, correlation_id, causation_id, playbook_version)
    SELECT base + n, stream, version, topic, state::jsonb, coalesce(at, clock_timestamp()), actor,
           on_behalf_of, command, correlation, causation, playbook
    FROM head, unnest(%b::uuid[], %b::int8[], %b::text[], %b::text[], %b::timestamptz[], %b::text[],
                      %b::uuid[], %b::uuid[], %b::uuid[], %b::int8[], %b::int4[])
        WITH ORDINALITY AS fact (stream, version, topic, state, at, actor,
                                 on_behalf_of, command, correlation, causation, playbook, n)
), reply AS (
    INSERT INTO commands (command_id, topic, stream, state, asked_at, actor, on_behalf_of, roles, correlation_id,
                          causation_id, playbook_version, position, version, refusal, rule, remedies)
    SELECT id, topic, stream, state::jsonb, at, actor, on_behalf_of, roles, correlation,
           causation, playbook, CASE WHEN fresh THEN base + place ELSE place END, version, refusal, rule,
           remedies::jsonb
    FROM head, unnest(%b::uuid[], %b::text[], %b::uuid[], %b::text[], %b::timestamptz[], %b::text[], %b::uuid[],
                      %b::text[], %b::uuid[], %b::int8[], %b::int4[], %b::int8[], %b::bool[], %b::int8[], %b::text[],
                      %b::text[], %b::text[])
        AS reply (id, topic, stream, state, at, actor, on_behalf_of, roles, correlation,
                  causation, playbook, place, fresh, version, refusal, rule, remedies)
)
SELECT base FROM head
"""
