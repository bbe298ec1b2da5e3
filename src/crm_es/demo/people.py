"""Who works in the demo company."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import NAMESPACE_OID, UUID

from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.ids import derived

DEMO: Final = derived(NAMESPACE_OID, "crm_es/demo")
PASSWORD: Final = "demo-demo"  # noqa: S105 - it is printed for everybody


class Employee(NamedTuple):
    """One person of the demo company, known by login."""

    login: str
    name: str
    role: str
    supervisor: str | None = None

    @property
    def person_id(self) -> UUID:
        return person(self.login)

    @property
    def hiring(self) -> HireStaffMember:
        supervisor_id = person(self.supervisor) if self.supervisor else None
        return HireStaffMember(
            staff_member_id=self.person_id, name=self.name, roles=frozenset({self.role}), supervisor_id=supervisor_id
        )


def person(login: str) -> UUID:
    return derived(DEMO, login)


STAFF: Final = (
    Employee("viktor", "Виктор Орлов", "director"),
    Employee("elena", "Елена Соколова", "head_of_sales", "viktor"),
    Employee("anna", "Анна Кузнецова", "manager", "elena"),
    Employee("boris", "Борис Лебедев", "manager", "elena"),
    Employee("vera", "Вера Новикова", "manager", "elena"),
    Employee("grigory", "Григорий Зайцев", "manager", "elena"),
    Employee("darya", "Дарья Морозова", "manager", "elena"),
    Employee("svetlana", "Светлана Тихонова", "operator", "elena"),
    Employee("olga", "Ольга Павлова", "chief_accountant", "viktor"),
    Employee("maria", "Мария Козлова", "accountant", "olga"),
    Employee("nina", "Нина Фёдорова", "accountant", "olga"),
    Employee("pavel", "Павел Егоров", "lawyer", "viktor"),
    Employee("roman", "Роман Никитин", "logistician", "viktor"),
    Employee("konstantin", "Константин Белов", "compliance", "viktor"),
    Employee("yulia", "Юлия Романова", "analyst", "viktor"),
    Employee("timur", "Тимур Ахметов", "administrator", "viktor"),
)
"""The upper ones first."""

MANAGERS: Final = tuple(employee.login for employee in STAFF if employee.role == "manager")
HOLDERS: Final = {employee.role: employee.login for employee in reversed(STAFF)}
"""Who has a role, the first where several have."""
