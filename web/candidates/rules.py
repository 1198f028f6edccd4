"""Who a profile is to the matching rule, and how each of its parts changes without touching the others. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from indexer.sources.candidates_ndjson import Profile, Standing, as_candidate
from mappings.candidates import Candidate

Parts = dict[str, Any]
"""A profile as SQL holds it: the format of data/candidate.schema.json without `id` and `standing`."""

# Identity of a profile that is read without its row.
_NOBODY = {"id": "profile-0", "standing": {"active": True, "consenting": True}}


def valid(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The profile as it is stored: the format of data/candidate.schema.json without `id` and `standing`.

    Raises ValueError naming the field at fault.
    """
    try:
        read(profile)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    return {name: value for name, value in profile.items() if name not in _NOBODY}


def read(profile: Mapping[str, Any]) -> Profile:
    """A stored profile, as of somebody who may be invited. Raises msgspec.ValidationError when it is not valid."""
    return msgspec.convert({**profile, **_NOBODY}, Profile)


def standing(*, consented_at: datetime | None, paused_at: datetime | None, reached: bool, capped: bool) -> Standing:
    """May the person be invited? reached: by mail or on a device; capped: has had the week's invitations."""
    return Standing(active=reached, consenting=consented_at is not None, paused=paused_at is not None, capped=capped)


def document(ref: str, profile: Mapping[str, Any], of: Standing) -> Candidate:
    """The person as the engine knows them. Raises msgspec.ValidationError for a profile that is not valid."""
    return as_candidate(msgspec.convert({**profile, "id": ref, "standing": of}, Profile))


# As many as a reader can weigh; the catalogue has 38 traits.
MOST_SKILLS = 100
MOST_TRAITS = 8
MOST_OCCUPATIONS = 10
MOST_EXPERIENCES = 40


class TooMany(Exception):
    """The list holds as many as it may. most: how many."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def beginning(home: Mapping[str, Any], mobility_km: int = 30) -> Parts:
    """The profile of somebody who has just registered: where they live, nothing else."""
    return {"skills": [], "home": dict(home), "mobility_km": mobility_km}


def with_skills(profile: Parts, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Parts:
    """More skills, or fewer. Raises TooMany."""
    return profile | {"skills": _list(profile.get("skills", ()), add, remove, MOST_SKILLS)}


def with_occupations(profile: Parts, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Parts:
    """More occupations that the person wishes for, or fewer. Raises TooMany."""
    wishes = profile.get("wishes", {})
    wanted = _list(wishes.get("occupations", ()), add, remove, MOST_OCCUPATIONS)
    return profile | {"wishes": wishes | {"occupations": wanted}}


def with_traits(profile: Parts, traits: Sequence[str]) -> Parts:
    """These traits instead of those."""
    return profile | {"traits": list(traits)}


def with_moves(profile: Parts, moves: Mapping[str, Any]) -> Parts:
    """Another home, reach or licences: the keys of `moves`, each replaced; one that is None is not stated any more."""
    kept = {name: value for name, value in profile.items() if name not in moves}
    return kept | {name: value for name, value in moves.items() if value is not None}


def with_wishes(profile: Parts, wishes: Mapping[str, Any]) -> Parts:
    """Other wishes, without touching the occupations; what is None is not stated."""
    occupations = profile.get("wishes", {}).get("occupations", [])
    stated = {name: value for name, value in wishes.items() if value is not None}
    return profile | {"wishes": {"occupations": occupations} | stated}


def with_experience(profile: Parts, one: Mapping[str, Any], instead_of: str = "") -> Parts:
    """One experience more, or another in the place of that with the key `instead_of`; added when it is gone meanwhile.
    Raises TooMany."""
    old = profile.get("experiences", [])
    kept = [other for other in old if key(other) not in {instead_of, key(one)}]
    if len(kept) >= MOST_EXPERIENCES:
        raise TooMany(MOST_EXPERIENCES)
    # The present ones first, then the latest: as people tell their lives.
    order = sorted([*kept, dict(one)], key=lambda each: (each.get("to") or "9999-99", each["since"]), reverse=True)
    return profile | {"experiences": order}


def without_experience(profile: Parts, wanted: str) -> Parts:
    """Without the experience of that key."""
    return profile | {"experiences": [one for one in profile.get("experiences", []) if key(one) != wanted]}


def key(experience: Mapping[str, Any]) -> str:
    """What names one experience of a profile in a URL: it changes when the experience does."""
    told = "|".join(str(experience.get(name) or "") for name in ("occupation", "since", "to"))
    return sha256(told.encode()).hexdigest()[:12]


def months(since: str, to: str) -> int:
    """Months from one ("2020-03") to another, both counted; at least one."""
    (first_year, first), (last_year, last) = (map(int, month.split("-")) for month in (since, to))
    return max(1, (last_year - first_year) * 12 + last - first + 1)


def _list(old: Sequence[str], add: Sequence[str], remove: Sequence[str], most: int) -> list[str]:
    kept = [one for one in dict.fromkeys((*old, *add)) if one not in remove]
    if len(kept) > most and len(kept) > len(old):
        raise TooMany(most)
    return kept
