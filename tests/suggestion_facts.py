"""What happens to a suggestion of Ann's."""

from __future__ import annotations

from typing import Any

from examples import ANN, BOB, DIRECTOR, HEAD, ID

from crm_es.aggregates.suggestion import SuggestionAnswered, SuggestionMade, SuggestionRepliedTo, SuggestionSupported

told: dict[str, Any] = {"suggestion_id": ID, "author_id": ANN, "text": "Pack flour in tens"}
made = SuggestionMade(**told, about="warehouse", asked=(DIRECTOR,))
supported = SuggestionSupported(**told, supporter_id=BOB, supporters=1)
replied = SuggestionRepliedTo(**told, replied_by=BOB, reply="The lift takes eight")
answered = SuggestionAnswered(
    **told,
    from_status=None,
    status="planned",
    answer="From December on",
    answered_by=DIRECTOR,
    was_asked=(DIRECTOR,),
)
done = answered.model_copy(
    update={"from_status": "planned", "status": "done", "answer": "Since today", "answered_by": HEAD}
)
