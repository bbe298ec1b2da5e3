"""Which finished tasks are like one that is to be estimated."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from crm_es.projects.similarity import MOST, Finished, Wanted, similar

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


def finished(n: int, title: str, category: str | None = None, *, planned: int = 60, actual: int = 60) -> Finished:
    return Finished(UUID(int=n), UUID(int=0), title, category, planned, actual, LONG_AGO + timedelta(days=n))


def titles(wanted: Wanted, known: list[Finished]) -> list[str]:
    return [one.task.title for one in similar(wanted, known)]


def test_rare_words_of_the_title_count_more_than_frequent_ones() -> None:
    known = [finished(n, f"Fix report number {'abcdefgh'[n] * 3}") for n in range(6)]
    known += [finished(7, "Migrate the warehouse"), finished(8, "Fix warehouse printing")]
    assert titles(Wanted("Fix the warehouse"), known)[:2] == ["Migrate the warehouse", "Fix warehouse printing"]


def test_the_same_category_counts_and_the_same_sub_category_more() -> None:
    known = [
        finished(1, "alpha", "Development/Bug"),
        finished(2, "beta", "Development/Testing"),
        finished(3, "gamma", "Sales"),
    ]
    assert titles(Wanted("delta", "development / bug"), known) == ["alpha", "beta"]


def test_what_has_nothing_in_common_is_not_similar() -> None:
    assert titles(Wanted("Write a manual"), [finished(1, "Repair the roof", "Building")]) == []


def test_one_frequent_word_in_common_makes_no_task_similar() -> None:
    known = [finished(n, f"Fix printer {'abcdefgh'[n] * 4}") for n in range(6)]
    known += [finished(9, "Fix whole warehouse building after the flood", actual=84 * 60)]
    assert "Fix whole warehouse building after the flood" not in titles(Wanted("Fix printer aaaa"), known)


def test_of_equals_the_later_one_comes_first_and_no_more_than_thirty_are_taken() -> None:
    known = [finished(n, "Repair the roof") for n in range(1, MOST + 10)]
    found = similar(Wanted("Repair the roof"), known)
    assert len(found) == MOST
    assert found[0].task.task_id == UUID(int=MOST + 9)


def test_a_title_without_words_has_only_its_category() -> None:
    assert titles(Wanted("№ 17", "Sales"), [finished(1, "№ 17"), finished(2, "Call", "Sales")]) == ["Call"]


def test_one_task_alone_is_found_by_its_category() -> None:
    assert titles(Wanted("Repair", "Building"), [finished(1, "Repair", "Building")]) == ["Repair"]
