"""A letter of a client, and what came of it."""

from typing import Any

from examples import CLIENT, ID, OTHER_ID

from crm_es.aggregates.letter import LetterLeftOut, LetterTaken, NoteLetter
from crm_es.stored_file import StoredFile

ORIGINAL = StoredFile(sha256="0" * 64, name="The scales stopped.eml", type="message/rfc822", size=340)
came: dict[str, Any] = {
    "letter_id": ID,
    "door": "mailbox",
    "message_id": "<a1@bags.example>",
    "from_name": "Olga Ivanova",
    "from_email": "olga@bags.example",
    "subject": "The scales stopped",
    "original": ORIGINAL,
}
taken = LetterTaken(**came, ticket_id=OTHER_ID, client_id=CLIENT, began=True)
left_out = LetterLeftOut(**came, why="It is a letter of our own.")
take = NoteLetter(**came, ticket_id=OTHER_ID, client_id=CLIENT, began=True)
leave_out = NoteLetter(**came, why="It is a letter of our own.")
