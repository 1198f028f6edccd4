"""Candidate profiles as NDJSON, one JSON object a line, plain or .gz: format in data/candidate.schema.json.

The format holds nothing that identifies a person: no name, sex, age, nationality, contact or address. A line
with a key of another name is rejected, so such data cannot slip in.
"""

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from indexer.documents import Document, Item, Rejected
from indexer.errors import SourceError
from mappings.candidates import Candidate, Contract, Hours, Licence, MobilityKm, Remote, WorkingTime

# Three decimals are about 100 m: the centre of a commune needs no more, and an address must not pass.
HOME_DECIMALS = 3

Code = Annotated[str, Meta(min_length=1, max_length=120)]
Departement = Annotated[str, Meta(pattern=r"^([0-9]{2}|2[AB]|9[78][0-9])$")]
Citycode = Annotated[str, Meta(pattern=r"^([0-9]{2}|2[AB])[0-9]{3}$")]
Month = Annotated[str, Meta(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """msgspec reads and validates a line in a fifth of pydantic's time (docs/decisions/0006-bulk-indexing.md)."""


class Home(_Strict, frozen=True):
    """The commune where the person lives: INSEE code and centre. Coordinates are cut to three decimals."""

    citycode: Citycode
    departement: Departement
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]


class WeeklyHours(_Strict, frozen=True):
    """Hours a week that the person accepts, both ends included."""

    least: Annotated[int, Meta(ge=0, le=168)]
    most: Annotated[int, Meta(ge=0, le=168)]

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError("least is more than most")


class Wishes(_Strict, frozen=True):
    """What the person accepts. A key left out: not stated, everything is accepted."""

    occupations: tuple[Code, ...] = ()
    contracts: Annotated[tuple[Contract, ...], Meta(min_length=1)] | None = None
    time: Annotated[tuple[WorkingTime, ...], Meta(min_length=1)] | None = None
    weekly_hours: WeeklyHours | None = None
    salary: Annotated[int, Meta(ge=0, le=1_000_000, description="gross euros a year")] | None = None
    hours: Annotated[tuple[Hours, ...], Meta(min_length=1)] | None = None
    remote: Annotated[tuple[Remote, ...], Meta(min_length=1)] | None = None


class Experience(_Strict, frozen=True):
    """A time in an occupation. `to` is left out while it lasts."""

    occupation: Code
    months: Annotated[int, Meta(ge=1, le=720)]
    since: Month
    to: Month | None = None


class Standing(_Strict, frozen=True):
    """Whether the person may be invited. `capped`: has had the week's invitations already."""

    active: bool
    consenting: bool
    paused: bool = False
    capped: bool = False

    @property
    def reachable(self) -> bool:
        """May the person be invited now?"""
        return self.active and self.consenting and not self.paused and not self.capped


class Profile(_Strict, frozen=True, kw_only=True):
    """One line of the format. `id` is random and tells nothing; skills, traits and occupations are codes."""

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    skills: Annotated[tuple[Code, ...], Meta(max_length=300)]
    home: Home
    mobility_km: MobilityKm
    departements: Annotated[tuple[Departement, ...], Meta(description="accepted wholly, whatever the distance")] = ()
    licences: Annotated[tuple[Licence, ...], Meta(description="held; empty: none; left out: not stated")] | None = None
    wishes: Wishes = Wishes()
    traits: tuple[Code, ...] = ()
    experiences: Annotated[tuple[Experience, ...], Meta(max_length=100)] = ()
    standing: Standing


_decode = msgspec.json.Decoder(Profile).decode


def parse(line: bytes) -> Profile:
    """A profile from its line. Raises msgspec.MsgspecError (ValidationError, DecodeError) for a bad one."""
    return _decode(line)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line; `data/candidate.schema.json` is this, written down."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:vivier:candidate:1",
        "title": "Candidate profile",
        # Defaults come as tuples and structs; JSON has neither.
        **msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Profile))),
    }


def read(paths: Iterable[Path]) -> Iterator[Item]:
    """Documents of profile files; a bad line is yielded as Rejected. Raises SourceError for an unreadable file."""
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        try:
            with opened(path, "rb") as lines:
                yield from read_lines(str(path), lines)
        except (OSError, EOFError) as error:
            raise SourceError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def read_lines(file: str, lines: Iterable[bytes]) -> Iterator[Item]:
    """Documents of profile lines; blank lines are passed over. `file` names the source in rejects."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _item(file, number, line)


def _item(file: str, number: int, line: bytes) -> Item:
    try:
        candidate = as_candidate(parse(line))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raw = line.decode("utf-8", "replace").strip()[:500]
        return Rejected(file, number, _reason(error), raw)
    return Document(candidate.id, candidate.body())


def as_candidate(profile: Profile) -> Candidate:
    """The document of a profile: searched fields apart, the rest under `shown`."""
    home, wishes, standing = profile.home, profile.wishes, profile.standing
    week = wishes.weekly_hours
    return Candidate(
        id=profile.id,
        skills=profile.skills,
        lat=round(home.lat, HOME_DECIMALS),
        lon=round(home.lon, HOME_DECIMALS),
        mobility_km=profile.mobility_km,
        departements=profile.departements,
        contracts=wishes.contracts,
        time=wishes.time,
        weekly_hours=(week.least, week.most) if week else None,
        salary_wish=wishes.salary,
        licences=profile.licences,
        hours=wishes.hours,
        remote=wishes.remote,
        reachable=standing.reachable,
        shown={
            "citycode": home.citycode,
            "occupations": wishes.occupations,
            "traits": profile.traits,
            "experiences": msgspec.to_builtins(profile.experiences),
        },
    )


def _reason(error: Exception) -> str:
    """ "home.lat: Expected `float` <= 90.0", out of msgspec's "Expected `float` <= 90.0 - at `$.home.lat`"."""
    what, _, where = str(error).partition(" - at `$")
    path = [part for part in re.split(r"[.\[\]`]+", where) if part and part != "..."]
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", what):
        path.append(missing[1])
    return f"{'.'.join(path)}: {what}" if path else what
