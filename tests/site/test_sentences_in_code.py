"""Which sentences are found in the code, and what their holes are called."""

from __future__ import annotations

import pytest

from crm_es.site.sentences_in_code import plain, said_in, sentences


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('raise Refused("There is no such deal.")', "There is no such deal."),
        ('raise Refused(f"This is a deal of {deal.owner}: ask {whom}.")', "This is a deal of {owner}: ask {whom}."),
        ('raise Refused(f"Take one of {quoted(known)}, not {a.known!r}.")', "Take one of {known}, not {known2}."),
        (
            'raise Refused(f"There are {len(found)} of them, in {sep.join(names)}.")',
            "There are {found} of them, in {names}.",
        ),
        (
            'raise Refused(f"It is there {name or kind} already {END if n else None}.")',
            "It is there {name} already {end}.",
        ),
        (
            'raise Refused(f"It is of {sizes[0]}, and " f"ends with {1 + step}.")',
            "It is of {sizes}, and ends with {step}.",
        ),
        ("raise Refused(f'It is there {\"twice\" if n else None}, you see.')", "It is there {rest}, you see."),
        ('settle("It is done now.", at=now)', "It is done now."),
        ('entry(f"{amount} for {what_for}")', "{amount} for {what_for}"),
    ],
)
def test_a_sentence_is_found_with_its_holes_named(source: str, sentence: str) -> None:
    assert list(said_in(source)) == [sentence]


@pytest.mark.parametrize(
    "source",
    [
        '"""Whole sentences explain code."""',
        'name: str\n"""What people call it, in a sentence."""',
        'Field(description="What people call it in the API.")',
        'answer(summary="What people call it in the API.")',
        'ask("SELECT name FROM people WHERE TRUE")',
        'ask("two words")',
        'ask(f"{a} and {b} are")',
    ],
)
def test_what_is_said_to_nobody_is_passed_over(source: str) -> None:
    assert list(said_in(source)) == []


def test_holes_of_formats_are_named_alike() -> None:
    assert plain("{was[minutes]} to {now[minutes]}{who:+ by }, {on:.10}") == "{minutes} to {minutes2}{who}, {on}"


def test_sentences_are_told_with_their_places() -> None:
    assert ("There is no such contractor.", "aggregates/contractor.py") in set(sentences())
