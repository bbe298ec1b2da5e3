"""Out of what a field is chosen, as the playbook and the company have it now."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from crm_es.aggregates import COMMANDS
from crm_es.api.commands import MACHINES
from crm_es.api.form_answers import FormField
from crm_es.api.forms import shown
from crm_es.money import CURRENCIES
from crm_es.playbook import Playbook
from crm_es.playbook.routes import Route
from crm_es.reference import Reference

ROLES: Final = frozenset(role for command in COMMANDS.values() for role in command.ROLES - MACHINES) - {"employee"}
TEXT: Final = frozenset({"text", "long text"})
BY_FIELD: Final[Mapping[str, Callable[[Playbook], Iterable[Any]]]] = {
    "currency": lambda playbook: [*used(playbook), *sorted(CURRENCIES - set(used(playbook)))],
    "pipeline": lambda playbook: [pipeline.name for pipeline in playbook.pipelines],
    "priority": lambda playbook: playbook.service.priorities,
    "vat_rate": lambda playbook: ["none", *map(str, playbook.invoices.vat_rates)],
    "department": lambda playbook: named(playbook, "departments"),
    "budget_line": lambda playbook: {line: line for one in playbook.payments.limits for line in one.budget_lines},
}
"""Whatever the command."""
BY_COMMAND: Final[Mapping[tuple[str, str], Callable[[Playbook], Iterable[Any]]]] = {
    ("DraftDocument", "kind"): lambda playbook: kinds(playbook.documents.routes),
    ("DraftPaymentRequest", "kind"): lambda playbook: kinds(playbook.payments.routes),
    ("RevisePaymentRequest", "kind"): lambda playbook: kinds(playbook.payments.routes),
    ("FileComplaint", "cause"): lambda playbook: [one.cause for one in playbook.complaints.causes],
    ("PassComplaintOn", "cause"): lambda playbook: [one.cause for one in playbook.complaints.causes],
    ("ExplainLapse", "reason"): lambda playbook: playbook.reservoir.leak_reasons,
    ("MoveTicket", "stage"): lambda playbook: [stage.name for stage in playbook.service.stages],
    ("ReplyToTicket", "move_to"): lambda playbook: [stage.name for stage in playbook.service.stages],
    **{
        (command, "kind"): lambda playbook: [kind.name for kind in playbook.labour.kinds]
        for command in (
            "ConfirmSuggestion",
            "CorrectWork",
            "PlanStage",
            "RecordWork",
            "SetActivityRules",
            "SetRate",
            "StartTimer",
        )
    },
}
FREE: Final = frozenset(
    {
        ("DateDeal", "name"),
        ("DraftDocument", "kind"),
        ("DraftPaymentRequest", "kind"),
        ("ExplainLapse", "reason"),
        ("PlanStage", "kind"),
        ("ReachMilestone", "name"),
        ("RevisePaymentRequest", "kind"),
    }
)
"""Where something else may be said too: by command and field."""
FIXED_WORDS: Final = frozenset({"currency", "roles", "vat_rate"})
"""What is not in the company's own words."""
FREE_EVERYWHERE: Final = frozenset({"budget_line", "department", "roles", "vat_rate"})


def chosen(command: str, field: FormField, reference: Reference, own: Mapping[str, Iterable[Any]]) -> FormField:
    """The field with its choices; `own` are those of the record, by field."""
    told: dict[str, Any] = {}
    if field.fields:
        told["fields"] = [chosen(command, one, reference, {}) for one in field.fields]
    if field.options:
        told["options"] = [
            option.model_copy(update={"fields": [chosen(command, one, reference, {}) for one in option.fields]})
            for option in field.options
        ]
    if choices := shown(own.get(field.name) or company(command, field.name, reference)):
        free = (command, field.name) in FREE or field.name in FREE_EVERYWHERE
        told |= {"choices": choices, "free": free, "own_words": field.name not in FIXED_WORDS}
        told |= {"kind": "choice"} if field.kind in TEXT and not free else {}
    return field.model_copy(update=told)


def company(command: str, name: str, reference: Reference) -> Iterable[Any]:
    """What the whole company chooses from."""
    if name == "roles":
        return sorted(ROLES | {role for person in reference.people.values() for role in person.roles})
    playbook = reference.playbooks.get(reference.version)
    found = BY_COMMAND.get((command, name)) or BY_FIELD.get(name)
    return found(playbook) if playbook and found and command != "PublishPlaybook" else ()


def kinds(routes: Iterable[Route]) -> list[str]:
    return list(dict.fromkeys(kind for route in routes for kind in route.kinds))


def named(playbook: Playbook, column: str) -> list[str]:
    """What any route tells apart."""
    routes = (*playbook.payments.routes, *playbook.documents.routes)
    return list(dict.fromkeys(name for route in routes for name in getattr(route, column)))


def used(playbook: Playbook) -> list[str]:
    """The currencies of the routes and limits first, for these are those that the company pays in."""
    limits = (limit.amount.currency for limit in playbook.payments.limits)
    return list(dict.fromkeys(currency for currency in ("RUB", *limits) if currency in CURRENCIES))
