"""Of an answer its own words are shown; nothing is lost of what it quotes (X-12)."""

from __future__ import annotations

from time import perf_counter

import pytest

from crm_es.exchange.mail.quoting import taken_apart

INTRODUCED = [
    "On Mon, 23 Nov 2026 at 10:00, Ann <ann@trade.example> wrote:\n> Did it help?",
    "On Mon, 23 Nov 2026 at 10:00, Ann Long-Name\n<ann@trade.example> wrote:\n> Did it help?\n> Ann",
    "пн, 23 нояб. 2026 г. в 10:00, Анна <ann@trade.example>:\n\n> Помогло?",
    "23.11.2026 10:00, Анна пишет:\n> Помогло?",
    "-----Original Message-----\nFrom: Ann\nSent: Monday\n\nDid it help?",
    "________________________________\nFrom: Ann <ann@trade.example>\nSent: Monday\nTo: Olga\n\nDid it help?",
    "От: Анна <ann@trade.example>\nОтправлено: 23 ноября 2026 г.\nКому: Ольга\nТема: Весы\n\nПомогло?",
    "> Did it help?\n> Ann",
]


@pytest.mark.parametrize("quote", INTRODUCED)
def test_the_letter_before_is_told_from_the_answer(quote: str) -> None:
    own, quoted = taken_apart(f"It did not.\n\nOlga\n\n{quote}\n")
    assert own == "It did not.\n\nOlga"
    assert quoted == quote


@pytest.mark.parametrize(
    "text",
    [
        "It did not.",
        "> Did it help?\nIt did not.",
        "On Mon, Ann <ann@trade.example> wrote:\n> Did it help?\nIt did not.\n> And now?\nNeither.",
        "We met on 23 November.\nThe list:\n- scales",
        "From: the shop\nwe write to you",
    ],
)
def test_who_answers_between_the_lines_is_left_whole(text: str) -> None:
    assert taken_apart(text).own == text


def test_an_answer_that_only_quotes_is_shown_as_it_is() -> None:
    assert taken_apart("> Did it help?") == ("> Did it help?", "")


def test_long_lines_take_no_time() -> None:
    text = f"On {'a' * 300_000}\n{'> ' * 100_000}"
    assert sum(map(len, taken_apart(text))) > 0


def test_lines_that_look_like_quotes_take_no_time_however_many() -> None:
    began = perf_counter()
    introductions = "1 wrote:\n" * 20_000 + "not so\n>"
    assert taken_apart(introductions).own.startswith("1 wrote:")
    for line in (f"on 1{'1' * 190}<{'@' * 190}", f"{'1' * 133}<{'a@' * 130}", ">" * 399, "> " * 199):
        taken_apart(f"{line}\n" * 100)
    assert perf_counter() - began < 5
