"""Writes `1c_to_kl.txt`: payment orders for the bank, version 1.03 of the exchange."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, Literal

from crm_es.bank_details.purpose import FOREIGN_TO_BANKS
from crm_es.exchange.client_bank.values import PAYMENT_ORDER, Document, Party
from crm_es.messages import Refused

NAME: Final = "1c_to_kl.txt"
Encoding = Literal["windows", "utf-8"]
CODECS: Final[dict[Encoding, tuple[str, str]]] = {"windows": ("Windows", "cp1251"), "utf-8": ("UTF-8", "utf-8")}
"""What the header says, and what it means."""
ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("«»„“”″", '"'),
        **dict.fromkeys("‘’‚`´", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        "₽": "руб.",
    }
)
"""What the texts of a payment order hold in place of signs that they may not hold."""


def write(account: str, orders: Sequence[Document], made_at: datetime, encoding: Encoding = "windows") -> bytes:
    """The file with these orders, all from one account.

    Raises Refused where a text cannot be written.
    """
    title, codec = CODECS[encoding]
    lines = [
        "1CClientBankExchange",
        *("ВерсияФормата=1.03", f"Кодировка={title}", "Отправитель=crm_es", "Получатель="),
        *(f"ДатаСоздания={made_at:%d.%m.%Y}", f"ВремяСоздания={made_at:%H:%M:%S}"),
        f"ДатаНачала={min(one.day for one in orders):%d.%m.%Y}",
        f"ДатаКонца={max(one.day for one in orders):%d.%m.%Y}",
        *(f"РасчСчет={account}", f"Документ={PAYMENT_ORDER}"),
        *(line for one in orders for line in document(one)),
        "КонецФайла",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(codec)


def document(order: Document) -> Iterator[str]:
    """A payment order, in the order of keys that banks expect."""
    yield f"СекцияДокумент={PAYMENT_ORDER}"
    yield f"Номер={order.number}"
    yield f"Дата={order.day:%d.%m.%Y}"
    yield f"Сумма={order.amount:.2f}"
    yield from party("Плательщик", order.payer)
    yield from party("Получатель", order.payee)
    yield from ("ВидПлатежа=", "ВидОплаты=01", "Код=0", "Очередность=5")
    yield f"НазначениеПлатежа={writable(order.purpose)}"
    yield "КонецДокумента"


def party(side: str, who: Party) -> Iterator[str]:
    name = writable(who.name)
    yield f"{side}Счет={who.account}"
    yield f"{side}=ИНН {who.inn} {name}"
    yield f"{side}ИНН={who.inn}"
    yield f"{side}КПП={who.kpp or 0}"
    yield f"{side}1={name}"
    yield f"{side}РасчСчет={who.account}"
    yield f"{side}Банк1={writable(who.bank)}"
    yield f"{side}Банк2={writable(who.town)}"
    yield f"{side}БИК={who.bik}"
    yield f"{side}Корсчет={who.correspondent_account}"


def writable(text: str) -> str:
    """The text as a payment order takes it, on one line.

    Typographic signs become plain ones, foreign letters lose their accents; what is strange still is refused.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).translate(ALIKE).split())
    taken = "".join(without_accents(sign) if FOREIGN_TO_BANKS.match(sign) else sign for sign in plain)
    if strange := "".join(dict.fromkeys(FOREIGN_TO_BANKS.findall(taken))):
        raise Refused(
            f"Banks do not take {strange!r} in {text!r}: write it in Russian or Latin letters.",
            "letters that banks take",
        )
    return taken


def without_accents(sign: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
