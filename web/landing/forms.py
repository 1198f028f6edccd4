"""What the address bar says, read once into values, and written back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from search_api.http import BadInput, int_param, text_param

DEFAULT_RADIUS_KM = 30
LARGEST_RADIUS_KM = 200
MOST_SKILLS = 60

# The radio buttons of a skill's three states share one name, "competence.<code>", or they would not exclude each other.
SKILL_PREFIX = "competence."
USEFUL, REQUIRED, EXCLUDED = "utile", "indispensable", "sans"


@dataclass(frozen=True)
class Refinement:
    """What follows the two fields.

    radius_km: around the place of work. required, excluded: skill codes, in the order asked.
    """

    radius_km: int = DEFAULT_RADIUS_KM
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def params(self) -> list[tuple[str, Any]]:
        return [
            ("rayon", self.radius_km),
            *((REQUIRED, code) for code in self.required),
            *((EXCLUDED, code) for code in self.excluded),
        ]


@dataclass(frozen=True)
class Asked:
    """The request for the results page: each field as a code (already chosen) or as free text, or missing.

    metier: code or free text, as typed. citycode: chosen town. town: free text.
    """

    metier: str | None
    citycode: str | None
    town: str | None
    refinement: Refinement


@dataclass(frozen=True)
class Search:
    """A search whose two fields are resolved. Its URL is the one that people share."""

    occupation: str
    citycode: str
    refinement: Refinement = Refinement()

    def params(self) -> list[tuple[str, Any]]:
        return [("metier", self.occupation), ("lieu", self.citycode), *self.refinement.params()]

    def url(self, path: str = "/recherche") -> str:
        return f"{path}?{urlencode(self.params())}"

    def with_radius(self, radius_km: int) -> "Search":
        return replace(self, refinement=replace(self.refinement, radius_km=radius_km))

    def with_skill(self, code: str, state: str) -> "Search":
        """The same search with one skill in another state (USEFUL, REQUIRED or EXCLUDED)."""
        old = self.refinement
        required = tuple(one for one in old.required if one != code) + ((code,) if state == REQUIRED else ())
        excluded = tuple(one for one in old.excluded if one != code) + ((code,) if state == EXCLUDED else ())
        return replace(self, refinement=replace(old, required=required, excluded=excluded))


def parse(params: QueryParams) -> Asked:
    """Read the query string. Raises BadInput naming the parameter that cannot be understood."""
    return Asked(
        metier=text_param(params, "metier"),
        citycode=_code(params, "lieu"),
        town=text_param(params, "ville"),
        refinement=Refinement(
            radius_km=int_param(params, "rayon", DEFAULT_RADIUS_KM, 1, LARGEST_RADIUS_KM),
            **_skills(params),
        ),
    )


def _code(params: Mapping[str, str], name: str) -> str | None:
    value = text_param(params, name, most=80)
    if value is not None and not is_code(value):
        raise BadInput(name, "a code")
    return value


def is_code(text: str) -> bool:
    """Can this be a code of the catalogue or of the registry (letters, digits, hyphens, no blank)?"""
    return len(text) <= 80 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def _skills(params: QueryParams) -> dict[str, tuple[str, ...]]:
    states: dict[str, str] = {}
    for state in (EXCLUDED, REQUIRED):
        for code in params.getlist(state):
            states[code] = state
    for name, value in params.multi_items():
        if name.startswith(SKILL_PREFIX):
            if value not in {USEFUL, REQUIRED, EXCLUDED}:
                raise BadInput(name, f"{USEFUL}, {REQUIRED} or {EXCLUDED}")
            states[name.removeprefix(SKILL_PREFIX)] = value
    if len(states) > MOST_SKILLS:
        raise BadInput(REQUIRED, f"at most {MOST_SKILLS} skills")
    for code, state in states.items():
        if not is_code(code):
            raise BadInput(state, "the code of a skill")
    return {
        "required": tuple(code for code, state in states.items() if state == REQUIRED),
        "excluded": tuple(code for code, state in states.items() if state == EXCLUDED),
    }
