"""Statements of a bank, as its files tell them."""

from __future__ import annotations

from collections.abc import Iterable

OURS, THEIRS = "40702810100000000017", "40802810500000000023"
PAID = {
    "Номер": "101",
    "Дата": "23.11.2026",
    "Сумма": "40000.00",
    "ПлательщикСчет": OURS,
    "ДатаСписано": "23.11.2026",
    "Плательщик": 'ИНН 1234567894 ООО "Пример"',
    "ПлательщикИНН": "1234567894",
    "ПлательщикРасчСчет": OURS,
    "ПлательщикБИК": "044525225",
    "ПолучательСчет": THEIRS,
    "Получатель1": "ИП Примеров Пётр",
    "ПолучательИНН": "123456789047",
    "ПолучательРасчСчет": THEIRS,
    "ПолучательБИК": "044525593",
    "НазначениеПлатежа": "Оплата по счёту № 12 от 12.11.2026 = всё",
}
"""A payment order that was carried out."""
GOT = PAID | {
    "Номер": "77",
    "Сумма": "500",
    "ПлательщикСчет": THEIRS,
    "ПлательщикРасчСчет": "",
    "ДатаСписано": "",
    "ПолучательСчет": OURS,
    "ПолучательРасчСчет": "",
    "ДатаПоступило": "23.11.2026",
}
FEE = PAID | {
    "Номер": "900001",
    "Сумма": "83,23",
    "ПолучательСчет": "70601810800002740257",
    "ПолучательРасчСчет": "",
    "ПолучательБИК": "044525225",
    "НазначениеПлатежа": "Комиссия банка",
}
BANK_ORDER = "Банковский ордер"
TOTALS = {
    "opening": "НачальныйОстаток",
    "received": "ВсегоПоступило",
    "spent": "ВсегоСписано",
    "closing": "КонечныйОстаток",
}


def statement(
    *documents: dict[str, str] | tuple[str, dict[str, str]],
    totals: dict[str, str] | None = None,
    end: bool = True,
) -> str:
    """The text of a statement: of payment orders, or of documents of a kind that is named before."""
    told = {"opening": "100000.00"} | (totals or {})
    balance = {key: told[name] for name, key in TOTALS.items() if name in told}
    lines = [
        *("1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "Отправитель=Банк", f"РасчСчет={OURS}"),
        *("СекцияРасчСчет", f"РасчСчет={OURS}", *pairs(balance), "КонецРасчСчет"),
    ]
    for one in documents:
        kind, values = one if isinstance(one, tuple) else ("Платежное поручение", one)
        lines += [f"СекцияДокумент={kind}", *pairs(values), "КонецДокумента"]
    return "\r\n".join([*lines, "КонецФайла" if end else ""])


def pairs(values: dict[str, str]) -> Iterable[str]:
    return (f"{key}={value}" for key, value in values.items())
