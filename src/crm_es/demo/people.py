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
    further: tuple[str, ...] = ()
    """Roles besides."""

    @property
    def person_id(self) -> UUID:
        return person(self.login)

    @property
    def hiring(self) -> HireStaffMember:
        supervisor_id = person(self.supervisor) if self.supervisor else None
        roles = frozenset({self.role, *self.further})
        return HireStaffMember(staff_member_id=self.person_id, name=self.name, roles=roles, supervisor_id=supervisor_id)


def person(login: str) -> UUID:
    return derived(DEMO, login)


STAFF: Final = (
    Employee("viktor", "Виктор Орлов", "director", None, ("board",)),
    Employee("elena", "Елена Соколова", "head_of_sales", "viktor", ("board",)),
    Employee("anna", "Анна Кузнецова", "manager", "elena"),
    Employee("boris", "Борис Лебедев", "manager", "elena"),
    Employee("vera", "Вера Новикова", "manager", "elena"),
    Employee("grigory", "Григорий Зайцев", "manager", "elena"),
    Employee("darya", "Дарья Морозова", "manager", "elena"),
    Employee("svetlana", "Светлана Тихонова", "operator", "elena"),
    Employee("olga", "Ольга Павлова", "chief_accountant", "viktor", ("board",)),
    Employee("maria", "Мария Козлова", "accountant", "olga"),
    Employee("nina", "Нина Фёдорова", "accountant", "olga"),
    Employee("pavel", "Павел Егоров", "lawyer", "viktor"),
    Employee("roman", "Роман Никитин", "logistician", "viktor"),
    Employee("inna", "Инна Громова", "purchaser", "viktor"),
    Employee("stepan", "Степан Власов", "warehouse", "roman"),
    Employee("dmitry", "Дмитрий Ильин", "head_of_service", "viktor"),
    Employee("natalya", "Наталья Миронова", "project_lead", "dmitry"),
    Employee("ilya", "Илья Смирнов", "engineer", "dmitry"),
    Employee("fedor", "Фёдор Кравцов", "engineer", "dmitry"),
    Employee("alina", "Алина Захарова", "engineer", "dmitry"),
    Employee("konstantin", "Константин Белов", "compliance", "viktor"),
    Employee("yulia", "Юлия Романова", "analyst", "viktor"),
    Employee("timur", "Тимур Ахметов", "administrator", "viktor"),
)
"""The upper ones first."""

MANAGERS: Final = tuple(employee.login for employee in STAFF if employee.role == "manager")
ENGINEERS: Final = tuple(employee.login for employee in STAFF if employee.role == "engineer")
HOLDERS: Final = {
    role: tuple(employee.login for employee in STAFF if role in employee.hiring.roles)
    for role in dict.fromkeys(role for employee in STAFF for role in (employee.role, *employee.further))
}
"""Who has a role, the upper ones first."""
