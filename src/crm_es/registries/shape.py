"""What a list is: rows of a projection, with names, sights and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import NoneType
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from crm_es.projections.campaigns import Campaign
from crm_es.projections.client_registry import Client
from crm_es.projections.contractor_registry import Contractor
from crm_es.projections.deal_registry import Deal
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.task_list import Task
from crm_es.projections.ticket_registry import Ticket
from crm_es.row import Row

NAMED: Final[dict[str, tuple[type[Row], str]]] = {
    "client": (Client, "name"),
    "merged_into": (Client, "name"),
    "campaign": (Campaign, "name"),
    "contractor": (Contractor, "name"),
    "deal": (Deal, "title"),
    "project": (Project, "name"),
    "ticket": (Ticket, "subject"),
    "for_client": (Client, "name"),
    "task": (Task, "what"),
    "stage": (ProjectStage, "name"),
    "follows": (Ticket, "reference"),
    "followed_by": (Ticket, "reference"),
}
"""Where the name of what an id refers to is found; everything else is a person."""


class Column(NamedTuple):
    """What a list shows of each row."""

    kind: Any
    """Its type; of a column that holds several values, the type of one."""
    optional: bool = False
    several: bool = False


class Counted(NamedTuple):
    """A column that no row has."""

    kind: Any
    sql: str
    """What it is, of a row called `part`."""
    optional: bool = False
    reads: type[Row] | None = None
    """The rows that it looks at besides."""


@dataclass(frozen=True)
class Registry:
    """One list: rows of a projection, with the names of what they refer to."""

    name: str
    """As addresses and the command line say it."""
    title: str
    row: type[Row]
    sort: str
    """The column of the usual order; with - before it, the other way round."""
    names: tuple[str, ...] = ()
    """What is shown by name too: `owner` for `owner_id`; for several people in a column `asked`, `asked_names`."""
    search: tuple[str, ...] = ()
    """The columns in which words are looked for."""
    sights: tuple[str, ...] = ()
    """The columns that hold those whom a row concerns; a list without them is for everybody."""
    open_to: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By role, which rows are seen besides: those with one of the values in each column; all, where none is named.

    `accounting`, `head`, `inbox`, `pricing`, `projects` and `service` are whoever the playbook makes so. A list
    that names roles is closed to all others.
    """
    told_to: frozenset[str] = frozenset()
    """By role, who may see how its records became what they are; where none is named, whoever sees them."""
    past_for: tuple[str, ...] = ()
    """The columns that hold who may see how a record became what it is, besides those who see all of the list; where
    none is named, whoever sees it."""
    private: bool = False
    """Its rows are for those alone whom they concern, and not for who is above them."""
    found_by: str = ""
    """The column of the id under which people know a row; its key, where none is named."""
    record: type[Row] | None = None
    """What each line belongs to, where that is a row of another list; the line has its key."""
    of_record: tuple[str, ...] = ()
    """The columns of the record that are shown with each line."""
    counted: Mapping[str, Counted] = field(default_factory=dict)
    """What time changes by itself, or what lies in other lists: it is counted when it is asked for."""
    at_a_glance: tuple[str, ...] = ()
    """The columns that a table on a screen shows where none are asked for, besides the id; all, where none is named."""

    @property
    def id_column(self) -> str:
        return self.found_by or self.row.KEY

    @cached_property
    def own(self) -> dict[str, Column]:
        """The columns of the row itself, of the record that it belongs to, and what is counted."""
        joined = columns_of(self.record) if self.record else {}
        own = columns_of(self.row) | {name: joined[name]._replace(optional=True) for name in self.of_record}
        return own | {name: Column(counted.kind, counted.optional) for name, counted in self.counted.items()}

    @cached_property
    def source(self) -> str:
        """The table of the rows, with the columns of their records, and what is counted."""
        if self.record is None and not self.counted:
            return self.row.TABLE
        shown = [f"record.{name}" for name in self.of_record]
        shown += [f"{counted.sql} AS {name}" for name, counted in self.counted.items()]
        record = f" LEFT JOIN {self.record.TABLE} AS record USING ({self.record.KEY})" if self.record else ""
        return f"(SELECT part.*, {', '.join(shown)} FROM {self.row.TABLE} AS part{record})"

    @cached_property
    def columns(self) -> dict[str, Column]:
        """All that may be shown, filtered and sorted by."""
        named = (name if f"{name}_id" in self.own else f"{name}_names" for name in self.names)
        return self.own | dict.fromkeys(named, Column(str, optional=True))

    @cached_property
    def select(self) -> str:
        """Its rows with their names, which are joined here and never copied into rows."""
        named, joins = ["line.*"], [f"{self.source} AS line"]
        for name in self.names:
            row, shown = NAMED.get(name, (StaffMember, "name"))
            if f"{name}_id" in self.own:
                named.append(f"{name}.{shown} AS {name}")
                joins.append(f"LEFT JOIN {row.TABLE} AS {name} ON {name}.{row.KEY} = line.{name}_id")
            else:
                several = f"SELECT string_agg({shown}, ', ' ORDER BY {shown}) FROM {row.TABLE}"
                named.append(f"({several} WHERE {row.KEY} = ANY(line.{name})) AS {name}_names")
        return f"SELECT {', '.join(named)} FROM {' '.join(joins)}"


def columns_of(row: type[Row]) -> dict[str, Column]:
    hints = get_type_hints(row)
    return {one.name: column(hints[one.name]) for one in fields(row)}


def column(annotation: Any) -> Column:
    kinds = [kind for kind in get_args(annotation) if kind not in (NoneType, Ellipsis)]
    several = getattr(annotation, "__origin__", None) is tuple
    return Column(kinds[0] if kinds else annotation, NoneType in get_args(annotation), several)


def days_between(begin: str, end: str) -> str:
    """Whole days, up to now where it has not ended."""
    return f"floor(extract(epoch FROM coalesce({end}, now()) - {begin}) / 86400)::int8"


PRICING: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"pricing": {}, "head": {}, "accounting": {}}
"""Who sees what we pay for products, and what remains."""
