"""The people of the stories: profiles drawn like those of indexer.generate until the rule of matching holds."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from unidecode import unidecode

from indexer.generate import Job, labour, profile_of
from indexer.sources import catalogue
from indexer.sources.candidates_ndjson import Standing
from indexer.towns import Town
from mappings.cells import distance_km
from search_api.matching.criteria import Rule
from search_api.matching.facts import OccupationFacts, PlaceFacts, assemble
from search_api.matching.question import DEFAULT_RADIUS_KM, Question
from web.candidates import rules as profiles
from web.demo.stories import ApplicationStory

CITYCODE, PLACE = "59350", "Lille (59)"
# Applicants live this near: few cross a whole conurbation twice a day.
NEAR_KM = 14.0
# A profile that meets everything that an offer asks comes up once in four draws or so.
MOST_DRAWS = 2_000
_MAY_BE_INVITED = Standing(active=True, consenting=True)


@dataclass(frozen=True)
class World:
    """What profiles are drawn from. jobs: by code; near: towns around the place of work; work: that place.
    departements: those in which somebody may live who is within an offer's radius of it."""

    jobs: Mapping[str, Job]
    near: Sequence[Town]
    work: Town
    departements: frozenset[str]


def world() -> World:
    """That of the built-in catalogue and towns."""
    known = labour()
    work = next(town for town in known.towns if town.citycode == CITYCODE)
    # A degree of latitude is 111 km: most of the country is ruled out by one subtraction.
    same_band = [town for town in known.towns if abs(town.lat - work.lat) < 1]
    far = {town: distance_km(work.lat, work.lon, town.lat, town.lon) for town in same_band}
    near = [town for town, km in far.items() if km <= NEAR_KM]
    around = frozenset(town.departement for town, km in far.items() if km <= DEFAULT_RADIUS_KM)
    return World({job.code: job for job in known.jobs}, near, work, around)


def rule_of(question: Question, where: World) -> Rule:
    """The rule of a question about the place of work, as `search_api.matching.facts.rule_of` makes it in the engine."""
    occupation = catalogue.load().occupations[question.occupation]
    core = tuple(skill.code for skill in occupation.core)
    labels = {skill.code: skill.label for skill in (*occupation.core, *occupation.secondary)}
    place = PlaceFacts(where.work.lat, where.work.lon, where.work.departement)
    return assemble(question, OccupationFacts(core, labels), place)


def profile(
    rng: random.Random, story: ApplicationStory, wanted: Sequence[str], rules: Sequence[Rule], where: World, today: date
) -> dict[str, Any]:
    """A profile with the jobs of the story that every one of `rules` targets. wanted: occupations that it is drawn for.

    Raises ValueError when there is none: the story asks for what cannot be.
    """
    held = [line.split() for line in story.jobs]
    jobs = [*wanted, *(code for code, _ in held)]
    free = story.available == "now"
    return _drawn(rng, jobs, rules, where, lambda: list(_experiences(rng, held, free, today)))


def neighbour(rng: random.Random, wanted: str, rule: Rule, where: World, today: date) -> dict[str, Any]:
    """A profile of somebody whom `rule` targets."""
    held = [(wanted, str(rng.randint(4, 160)))]
    return _drawn(rng, [wanted], [rule], where, lambda: list(_experiences(rng, held, False, today)))


def _drawn(
    rng: random.Random,
    jobs: Sequence[str],
    rules: Sequence[Rule],
    where: World,
    experiences: Callable[[], list[dict[str, Any]]],
) -> dict[str, Any]:
    career, weights = [where.jobs[code] for code in jobs], [town.population for town in where.near]
    for _ in range(MOST_DRAWS):
        drawn = profile_of(rng, labour(), rng.choices(where.near, weights)[0], career)
        del drawn["standing"], drawn["id"]
        drawn["experiences"] = experiences()
        candidate = profiles.document("demo-person", drawn, _MAY_BE_INVITED)
        if all(rule.targets(candidate) for rule in rules):
            return profiles.valid(drawn)
    raise ValueError(f"nobody with these jobs is targeted: {', '.join(jobs)}")


def email(name: str) -> str:
    """The address of somebody of this name."""
    return unidecode(name).lower().replace(" ", ".").replace("'", "") + "@courriel.example"


def _experiences(
    rng: random.Random, held: Sequence[Sequence[str]], free: bool, today: date
) -> Iterator[dict[str, Any]]:
    """The jobs, backwards from this month; who is free at once has ended the last one a little while ago."""
    month = 12 * today.year + today.month - 1
    ends = month - rng.choice((1, 2, 3)) if free else month
    for code, length in held:
        months = int(length)
        one = {"occupation": code, "months": months, "since": _month(ends - months)}
        yield one if ends == month else {**one, "to": _month(ends)}
        ends -= months + rng.choice((0, 1, 1, 2, 5))


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def available_on(story: ApplicationStory, sent: date) -> date | None:
    """The day that the story names, None for another kind of availability."""
    kind, _, days = story.available.partition(" ")
    return sent + timedelta(days=int(days)) if kind == "date" else None


def notice_weeks(story: ApplicationStory) -> int | None:
    """The notice that the story names, None for another kind of availability."""
    weeks, _, unit = story.available.partition(" ")
    return int(weeks) if unit == "weeks" else None
