"""How many applications of each offer stand at each stage: the ONE place where lists of offers count them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session


@dataclass(frozen=True)
class Tally:
    """Applications of one offer by stage; favourites are counted beside their stage."""

    pending: int = 0
    to_contact: int = 0
    contacted: int = 0
    favourites: int = 0
    refused: int = 0


def counts(session: Session, offer_ids: Sequence[int]) -> dict[int, Tally]:
    """The tally of each offer; nobody can apply yet, so all are zero."""
    del session
    return {offer_id: Tally() for offer_id in offer_ids}
