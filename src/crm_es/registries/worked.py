"""What recorded work was for: the client, and the subject in words, joined to entries and to their days."""

from __future__ import annotations

from typing import Final

SUBJECTS: Final = """
    LEFT JOIN ticket_registry AS for_ticket ON for_ticket.ticket_id = e.ticket_id
    LEFT JOIN project_registry AS for_project ON for_project.project_id = e.project_id
    LEFT JOIN project_stages AS for_stage ON for_stage.stage_id = e.stage_id AND for_stage.project_id = e.project_id
    LEFT JOIN task_list AS for_task ON for_task.task_id = e.task_id
    LEFT JOIN deal_registry AS for_deal ON for_deal.deal_id = coalesce(e.deal_id, for_task.deal_id)
    LEFT JOIN client_registry AS named ON named.client_id = coalesce(
        e.client_id, for_ticket.client_id, for_project.client_id, for_task.client_id, for_deal.client_id)
"""
"""What the rows `e` of work_entries or work_days name."""

FOR_CLIENT: Final = "coalesce(named.merged_into_id, named.client_id)"
"""Whose client's work it was."""
FOR_SUBJECT: Final = """coalesce(
        for_ticket.reference || ' ' || for_ticket.subject,
        for_project.name || coalesce(': ' || for_stage.name, ''),
        for_task.what,
        CASE WHEN e.deal_id IS NOT NULL THEN for_deal.title END,
        CASE WHEN e.client_id IS NOT NULL THEN named.name END,
        e.kind)"""
"""What it was on, in words; the kind of work where nothing is named."""

ENTRIES: Final = f"""(
    SELECT e.*, {FOR_CLIENT} AS for_client_id, {FOR_SUBJECT} AS subject
    FROM work_entries AS e {SUBJECTS})"""
"""All columns of work_entries, with for_client_id and subject: to be read as `FROM {ENTRIES} AS entry`."""
DAYS: Final = f"""(
    SELECT e.*, {FOR_CLIENT} AS for_client_id, {FOR_SUBJECT} AS subject
    FROM work_days AS e {SUBJECTS})"""
"""The same of work_days: one row for each day that an entry counts on."""
