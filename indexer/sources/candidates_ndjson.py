"""Candidate profiles as NDJSON, one JSON object a line, plain or .gz: format in data/candidate.schema.json.

The format holds nothing that identifies a person: no name, sex, age, nationality, contact or address. A line
with a key of another name is rejected, so such data cannot slip in.
"""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from indexer.documents import Document, Item, Rejected
from indexer.errors import SourceError
from mappings.candidates import Candidate, Contract, Hours, Licence, MobilityKm, Remote, WorkingTime

# Three decimals are about 100 m: the centre of a commune needs no more, and an address must not pass.
HOME_DECIMALS = 3

Code = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^\S+$")]
Departement = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|2[AB]|9[78][0-9])$")]
Citycode = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|2[AB])[0-9]{3}$")]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Home(_Strict):
    """The commune where the person lives: INSEE code and centre. Coordinates are cut to three decimals."""

    citycode: Citycode
    departement: Departement
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class WeeklyHours(_Strict):
    """Hours a week that the person accepts, both ends included."""

    least: Annotated[int, Field(ge=0, le=168)]
    most: Annotated[int, Field(ge=0, le=168)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.least > self.most:
            raise ValueError("least is more than most")
        return self


class Wishes(_Strict):
    """What the person accepts. A key left out: not stated, everything is accepted."""

    occupations: tuple[Code, ...] = ()
    contracts: Annotated[tuple[Contract, ...], Field(min_length=1)] | None = None
    time: Annotated[tuple[WorkingTime, ...], Field(min_length=1)] | None = None
    weekly_hours: WeeklyHours | None = None
    salary: Annotated[int, Field(ge=0, le=1_000_000, description="gross euros a year")] | None = None
    hours: Annotated[tuple[Hours, ...], Field(min_length=1)] | None = None
    remote: Annotated[tuple[Remote, ...], Field(min_length=1)] | None = None


class Experience(_Strict):
    """A time in an occupation. `to` is left out while it lasts."""

    occupation: Code
    months: Annotated[int, Field(ge=1, le=720)]
    since: Month
    to: Month | None = None


class Standing(_Strict):
    """Whether the person may be invited. `capped`: has had the week's invitations already."""

    active: bool
    consenting: bool
    paused: bool = False
    capped: bool = False


class Profile(_Strict):
    """One line of the format. `id` is random and tells nothing; skills, traits and occupations are codes."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    skills: Annotated[tuple[Code, ...], Field(max_length=300)]
    home: Home
    mobility_km: MobilityKm
    departements: Annotated[tuple[Departement, ...], Field(description="accepted wholly, whatever the distance")] = ()
    licences: Annotated[tuple[Licence, ...], Field(description="held; empty: none; left out: not stated")] | None = None
    wishes: Wishes = Wishes()
    traits: tuple[Code, ...] = ()
    experiences: Annotated[tuple[Experience, ...], Field(max_length=100)] = ()
    standing: Standing


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line; `data/candidate.schema.json` is this, written down."""
    schema = Profile.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:vivier:candidate:1",
        **schema,
        "title": "Candidate profile",
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
        candidate = as_candidate(Profile.model_validate_json(line))
    except ValidationError as error:
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
        reachable=standing.active and standing.consenting and not standing.paused and not standing.capped,
        shown={
            "citycode": home.citycode,
            "occupations": wishes.occupations,
            "traits": profile.traits,
            "experiences": [_shown(one) for one in profile.experiences],
        },
    )


def _shown(experience: Experience) -> dict[str, Any]:
    return {
        "occupation": experience.occupation,
        "months": experience.months,
        "since": experience.since,
        "to": experience.to,
    }


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
