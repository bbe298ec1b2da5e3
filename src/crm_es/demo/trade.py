"""With whom the demo company trades: made-up companies, with bank details that pass every check."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from crm_es.bank_details import BankDetails, is_inn, key_fits
from crm_es.demo.banks import BANKS

FORMS: Final = ("ООО", "ООО", "ООО", "АО", "ЗАО")
FIRST: Final = ("Северный", "Волжский", "Уральский", "Донской", "Невский", "Алтайский", "Камский", "Южный")
SECOND: Final = ("хлеб", "пекарь", "двор", "кондитер", "амбар", "торговый дом", "завод", "продукт")
TOWNS: Final = ("Москва", "Тверь", "Калуга", "Рязань", "Владимир")
STREETS: Final = ("ул. Хлебная", "пр-т Мира", "ул. Заводская", "Садовая ул.", "Речной пер.")
SECTORS: Final = ("bakery", "confectionery", "retail chain", "food plant", "restaurants", "wholesale")


class Contractor(NamedTuple):
    """Whom it pays, for what, and about how much."""

    name: str
    what_for: str
    about: int
    kind: str
    budget_line: str


CONTRACTORS: Final = (
    Contractor("ООО «Быстрый путь»", "transport of goods", 85_000, "services", "logistics"),
    Contractor("ООО «Караван Логистик»", "transport of goods", 140_000, "services", "logistics"),
    Contractor("АО «Речной склад»", "rent of the warehouse", 620_000, "rent", "warehouse"),
    Contractor("ООО «Холодок»", "rent of a cold store", 210_000, "rent", "warehouse"),
    Contractor("ООО «Мешок и тара»", "sacks and packaging", 95_000, "goods", "warehouse"),
    Contractor("ООО «Картонный мир»", "boxes and packaging", 48_000, "goods", "warehouse"),
    Contractor("АО «Мельница на Оке»", "purchase of flour", 1_450_000, "goods", "purchases"),
    Contractor("ООО «Сахарная долина»", "purchase of sugar", 2_300_000, "goods", "purchases"),
    Contractor("ООО «Золотое семя»", "purchase of sunflower oil", 1_750_000, "goods", "purchases"),
    Contractor("ООО «Гречневый край»", "purchase of buckwheat", 780_000, "goods", "purchases"),
    Contractor("ООО «Связь плюс»", "telephone and internet", 18_500, "services", "office"),
    Contractor("ООО «Офисный мастер»", "office supplies", 12_300, "goods", "office"),
    Contractor("ООО «Чистый цех»", "cleaning", 36_000, "services", "office"),
    Contractor("ООО «Вывеска»", "advertising", 130_000, "services", "marketing"),
    Contractor("ООО «Выставка Хлеб»", "a stand at the trade fair", 340_000, "services", "marketing"),
    Contractor("ООО «Лаборатория вкуса»", "analyses of quality", 27_400, "services", "purchases"),
    Contractor("ООО «Страж»", "guarding of the warehouse", 74_000, "services", "warehouse"),
    Contractor("ООО «Автопарк Запад»", "repair of lorries", 58_900, "services", "logistics"),
    Contractor("ООО «Право и дело»", "legal advice", 110_000, "services", "office"),
    Contractor("ООО «Учёт без бед»", "software licences", 156_000, "services", "office"),
)

REGIONS: Final = ("77", "78", "50", "52", "63", "16", "66", "61")


def client_names(rng: Random, count: int) -> list[str]:
    """Names of so many buyers, each once."""
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    return [f"{rng.choice(FORMS)} «{name}»" for name in rng.sample(names, count)]


def bank_details(rng: Random) -> BankDetails:
    """Where a company's money goes: every control digit is right."""
    inn, bank, number = company_inn(rng), rng.choice(BANKS), digits(rng, 11)
    keyed = (f"40702810{key}{number}" for key in range(10))
    return BankDetails(
        inn=inn,
        kpp=f"{inn[:4]}01001",
        bik=bank.bik,
        account=next(account for account in keyed if key_fits(account, bank.bik)),
        correspondent_account=bank.correspondent_account,
    )


def company_inn(rng: Random) -> str:
    """Nine digits, and the tenth that follows from them."""
    number = rng.choice(REGIONS) + digits(rng, 7)
    return next(inn for inn in (f"{number}{digit}" for digit in range(10)) if is_inn(inn))


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))
