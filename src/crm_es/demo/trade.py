"""With whom the demo company trades: made-up companies, with bank details that pass every check."""

from __future__ import annotations

from random import Random
from typing import Final

from crm_es.bank_details import BankDetails

FORMS: Final = ("ООО", "ООО", "ООО", "АО", "ЗАО")
FIRST: Final = ("Северный", "Волжский", "Уральский", "Донской", "Невский", "Алтайский", "Камский", "Южный")
SECOND: Final = ("хлеб", "пекарь", "двор", "кондитер", "амбар", "торговый дом", "завод", "продукт")
SECTORS: Final = ("bakery", "confectionery", "retail chain", "food plant", "restaurants", "wholesale")

CONTRACTORS: Final = (
    ("ООО «Быстрый путь»", "transport of goods", 85_000),
    ("ООО «Караван Логистик»", "transport of goods", 140_000),
    ("АО «Речной склад»", "rent of the warehouse", 620_000),
    ("ООО «Холодок»", "rent of a cold store", 210_000),
    ("ООО «Мешок и тара»", "sacks and packaging", 95_000),
    ("ООО «Картонный мир»", "boxes and packaging", 48_000),
    ("АО «Мельница на Оке»", "purchase of flour", 1_450_000),
    ("ООО «Сахарная долина»", "purchase of sugar", 2_300_000),
    ("ООО «Золотое семя»", "purchase of sunflower oil", 1_750_000),
    ("ООО «Гречневый край»", "purchase of buckwheat", 780_000),
    ("ООО «Связь плюс»", "telephone and internet", 18_500),
    ("ООО «Офисный мастер»", "office supplies", 12_300),
    ("ООО «Чистый цех»", "cleaning", 36_000),
    ("ООО «Вывеска»", "advertising", 130_000),
    ("ООО «Выставка Хлеб»", "a stand at the trade fair", 340_000),
    ("ООО «Лаборатория вкуса»", "analyses of quality", 27_400),
    ("ООО «Страж»", "guarding of the warehouse", 74_000),
    ("ООО «Автопарк Запад»", "repair of lorries", 58_900),
    ("ООО «Право и дело»", "legal advice", 110_000),
    ("ООО «Учёт без бед»", "software licences", 156_000),
)
"""Whom it pays, for what, and about how much."""

REGIONS: Final = ("77", "78", "50", "52", "63", "16", "66", "61")
BIKS: Final = ("044525225", "044525593", "044030653", "042202603", "043601607", "046577674")


def client_names(rng: Random, count: int) -> list[str]:
    """Names of so many buyers, each once."""
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    return [f"{rng.choice(FORMS)} «{name}»" for name in rng.sample(names, count)]


def bank_details(rng: Random) -> BankDetails:
    """Where a company's money goes: every control digit is right."""
    inn, bik = company_inn(rng), rng.choice(BIKS)
    return BankDetails(
        inn=inn,
        kpp=f"{inn[:4]}01001",
        bik=bik,
        account=keyed(bik[-3:], f"407028100{digits(rng, 11)}"),
        correspondent_account=keyed(f"0{bik[4:6]}", f"30101810000000000{bik[-3:]}"),
    )


def company_inn(rng: Random) -> str:
    """Nine digits, and the tenth that follows from them."""
    number = rng.choice(REGIONS) + digits(rng, 7)
    weighed = sum(weight * int(digit) for weight, digit in zip((2, 4, 10, 3, 5, 9, 4, 6, 8), number, strict=True))
    return f"{number}{weighed % 11 % 10}"


def keyed(bank: str, account: str) -> str:
    """The account with the control key at its ninth place that fits the bank."""
    blank = f"{account[:8]}0{account[9:]}"
    weighed = sum((7, 1, 3)[place % 3] * int(digit) for place, digit in enumerate(bank + blank))
    return f"{account[:8]}{weighed * 3 % 10}{account[9:]}"


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))
