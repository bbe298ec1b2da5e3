"""Who looks after the company: administrators, and what they do themselves and leave to no program."""

from typing import Annotated, Any

from fastapi import Depends, HTTPException

from crm_es.api.house import House
from crm_es.api.security import Asker


def administrator(house: House) -> Any:
    """A dependency: whoever asks is an administrator."""

    def administering(asker: Annotated[Asker, Depends(house.door)]) -> Asker:
        if "administrator" not in house.sight(asker).roles:
            raise HTTPException(403, "Only an administrator does this: ask one.")
        return asker

    return Depends(administering)


def must_be_signed_in(asker: Asker) -> None:
    """A stolen token must not become a password."""
    if asker.session.kind != "session":
        raise HTTPException(403, "A token does not do this: sign in with your password.")
