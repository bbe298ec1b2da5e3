"""How contracts, acts and other files are approved."""

from __future__ import annotations

from crm_es.messages import Message
from crm_es.playbook.routes import Matter, Route, route_for


class Documents(Message):
    """How contracts, acts and other files are approved."""

    routes: tuple[Route, ...] = ()
    """Who approves, by amount, by department, by contractor, and by kind of document. The first that fits is taken."""

    def route(self, matter: Matter) -> Route | None:
        return route_for(self.routes, matter)
