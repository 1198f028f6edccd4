"""The typed document of the index `standing-offers`: an open offer's rule, stored as a query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class StandingOffer:
    """One open offer. id: its public reference. query: its matching rule as a clause about candidates. since: when it
    was published. The rest is compared before the query is asked: `standing-offers.json` says what each part is.
    """

    id: str
    query: Mapping[str, Any]
    since: datetime
    cells: tuple[str, ...]
    departement: str | None
    fully_remote: bool
    required: tuple[str, ...]
    kept: tuple[str, ...]
    needed: int

    def body(self) -> dict[str, Any]:
        """The document, as `standing-offers.json` maps it."""
        return {
            "ref": self.id,
            "query": self.query,
            "offer": {
                "since": self.since.isoformat(),
                "cells": self.cells,
                "departement": self.departement,
                "fully_remote": self.fully_remote,
                "required": self.required,
                "required_number": len(self.required),
                "kept": self.kept,
                "needed": self.needed,
            },
        }
