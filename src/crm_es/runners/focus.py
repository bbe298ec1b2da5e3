"""Looks at the time of the last month, once, when people have had some days to record what was missing (S3-25)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm_es.application import Crm
from crm_es.context import Context
from crm_es.directory import Directory
from crm_es.ids import derived
from crm_es.labour.focus import reviews
from crm_es.messages import Refused


class FocusReviews:
    """For as long as a worker runs. However many of them look, a month is reviewed once."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self._done: date | None = None

    def tick(self, now: datetime) -> int:
        """Review the month before, where its time has come. Returns of how many people."""
        reference = self.crm.reference
        if (playbook := reference.playbooks.get(reference.version)) is None:
            return 0
        drift, calendar = playbook.labour.drift, playbook.calendar
        today = calendar.day(now)
        ended = today.replace(day=1) - timedelta(1)
        month = ended.replace(day=1)
        if self._done == month or today < calendar.after(ended, drift.review_after_days):
            return 0
        with self.crm.log.datastore.get_connection() as db:
            asked = list(reviews(db, Directory(reference.people), drift, month))
        for review in asked:
            context = Context("clock", now, frozenset({"clock"}), command_id=derived(review.focus_id, month))
            try:
                self.crm.submit(review, context, repeated=True).result()
            except Refused:
                continue
        self._done = month
        return len(asked)
