"""What questions that go by a route have in common: which of its steps are meant."""

from __future__ import annotations

from crm_es.offers.way import Look


def steps(look: Look) -> list[str]:
    """The steps that may be decided now."""
    course = look.state.course
    return [course.steps[place].name for place in course.reachable] if course.steps else []
