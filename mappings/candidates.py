"""The typed document of the index `candidates`, and the words that profiles and offers share.

A wish that a person did not state is None here and `ANY` in the index, so that one `terms` clause asks for both.
"""

from collections.abc import Mapping
from typing import Any, Literal, get_args

import msgspec

from mappings.cells import cell_of

Contract = Literal["cdi", "cdd", "interim", "alternance", "saisonnier"]
WorkingTime = Literal["full", "part"]
Licence = Literal["AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"]
Hours = Literal["day", "night", "weekend", "shifts", "split"]
Remote = Literal["none", "occasional", "partial", "full"]
# A closed list, so that "within the smaller of the offer's radius and the person's own" is a few exact clauses.
MobilityKm = Literal[5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200]

CONTRACTS: tuple[str, ...] = get_args(Contract)
WORKING_TIMES: tuple[str, ...] = get_args(WorkingTime)
LICENCES: tuple[str, ...] = get_args(Licence)
HOURS: tuple[str, ...] = get_args(Hours)
REMOTES: tuple[str, ...] = get_args(Remote)
MOBILITIES_KM: tuple[int, ...] = get_args(MobilityKm)

ANY = "any"
"""Indexed in place of a wish that was not stated."""

MOST_WEEKLY_HOURS = 168


class Candidate(msgspec.Struct, frozen=True):
    """One profile as it is indexed (a Struct, for a million are made in a load and a frozen dataclass is slower).

    lat, lon: degrees, the commune's centre; mobility_km: one of MOBILITIES_KM; weekly_hours: from and to;
    salary_wish: gross euros a year; None: the person did not say. shown: plain JSON, displayed, never searched.
    """

    id: str
    skills: tuple[str, ...]
    lat: float
    lon: float
    mobility_km: int
    departements: tuple[str, ...] = ()
    contracts: tuple[str, ...] | None = None
    time: tuple[str, ...] | None = None
    weekly_hours: tuple[int, int] | None = None
    salary_wish: int | None = None
    licences: tuple[str, ...] | None = None
    hours: tuple[str, ...] | None = None
    remote: tuple[str, ...] | None = None
    reachable: bool = True
    shown: Mapping[str, Any] = msgspec.field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The document, as `candidates.json` maps it."""
        least, most = self.weekly_hours or (0, MOST_WEEKLY_HOURS)
        return {
            "ref": self.id,
            "skills": self.skills,
            "home": {"lat": self.lat, "lon": self.lon},
            "cell": cell_of(self.lat, self.lon),
            "mobility_km": self.mobility_km,
            "departements": self.departements,
            "contracts": _stated(self.contracts),
            "time": _stated(self.time),
            "weekly_hours": {"gte": least, "lte": most},
            "salary_wish": self.salary_wish or 0,
            "licences": _stated(self.licences),
            "hours": _stated(self.hours),
            "remote": _stated(self.remote),
            "reachable": self.reachable,
            "shown": self.shown,
        }


def _stated(wish: tuple[str, ...] | None) -> tuple[str, ...]:
    return (ANY,) if wish is None else wish
