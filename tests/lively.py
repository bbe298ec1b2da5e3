"""A company in which much happened: wishes of every kind, sent through the door that everybody uses."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import wait

from examples import ID
from wishes import STREAMS, Chance

from crm_es.aggregates import DECIDERS
from crm_es.application import Crm
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.runners.worker import settle


def live(crm: Crm, seed: int, wishes: int) -> None:
    """Let a seed's wishes come true or be refused, in order, with what the policies make of them."""
    chance, answers = Chance(seed), []
    for _ in range(wishes):
        decider = chance.random.choice(DECIDERS)
        command = chance.wish(decider)
        if decider.key not in STREAMS:
            stream = derived(ID, decider.name, chance.random.randrange(2))
            command = command.model_copy(update={decider.key: stream})
        answers.append(crm.submit(command, chance.context(command)))
    wait(answers)
    errors = [error for answer in answers if not isinstance(error := answer.exception(), Refused | None)]
    assert errors == []
    settle(crm)


def topics(crm: Crm) -> Counter[str]:
    """What happened, by kind."""
    with crm.log.datastore.get_connection() as db:
        return Counter(
            {row["topic"]: row["n"] for row in db.execute("SELECT topic, count(*) n FROM events GROUP BY 1")}
        )
