"""Random people and rules, crowded into a small world so that every criterion both holds and fails often."""

import random

from mappings.candidates import CONTRACTS, HOURS, MOBILITIES_KM, REMOTES, WORKING_TIMES, Candidate
from search_api.matching.criteria import Accepts, Criterion, Place, Rule, Salary, Skills, WeeklyHours

SKILLS = tuple(f"skill-{number}" for number in range(14))
DEPARTEMENTS = ("59", "62", "80", "974")
LICENCES = ("B", "C", "CE")
TOWNS = ((50.633, 3.059), (50.29, 2.78), (49.894, 2.296), (-20.882, 55.45), (48.86, -0.0004), (46.75, -56.172))


def candidate(rng: random.Random, number: int) -> Candidate:
    """Someone who lives around one of TOWNS and left about a third of the wishes unsaid."""
    lat, lon = rng.choice(TOWNS)
    least = rng.randint(0, 35)
    return Candidate(
        id=f"person-{number}",
        skills=tuple(rng.sample(SKILLS, rng.randint(0, 9))),
        lat=round(lat + rng.gauss(0, 0.35), 3),
        lon=round(lon + rng.gauss(0, 0.5), 3),
        mobility_km=rng.choice(MOBILITIES_KM),
        departements=tuple(rng.sample(DEPARTEMENTS, rng.choice((0, 0, 0, 1, 2)))),
        contracts=_wish(rng, CONTRACTS),
        time=_wish(rng, WORKING_TIMES),
        weekly_hours=(least, rng.randint(least, 48)) if rng.random() < 0.6 else None,
        salary_wish=rng.randrange(20_000, 40_000, 500) if rng.random() < 0.6 else None,
        licences=rng.choice((None, (), *(tuple(rng.sample(LICENCES, size)) for size in (1, 2, 3)))),
        hours=_wish(rng, HOURS),
        remote=_wish(rng, REMOTES),
        reachable=rng.random() < 0.85,
        shown={"traits": ["autonomie"], "experiences": []},
    )


def rule(rng: random.Random) -> Rule:
    """Something an offer may ask; each criterion is given about half of the time."""
    lat, lon = rng.choice(TOWNS)
    core = rng.sample(SKILLS, rng.randint(0, 9))
    kept = tuple(code for code in core if rng.random() < 0.9)
    pool = [code for code in SKILLS if code in kept or code not in core]
    required = tuple(rng.sample(pool, min(len(pool), rng.choice((0, 0, 1, 1, 2)))))
    wishes: list[Criterion] = [
        Accepts("contract", "contracts", (rng.choice(CONTRACTS),)),
        Accepts("time", "time", (rng.choice(WORKING_TIMES),)),
        WeeklyHours(rng.randint(0, 48)),
        Salary(rng.randrange(20_000, 40_000, 500)),
        Accepts("licences", "licences", tuple(rng.sample(LICENCES, rng.randint(1, 2)))),
        Accepts("hours", "hours", tuple(rng.sample(HOURS, rng.randint(1, 2)))),
    ]
    given = [wish for wish in wishes if rng.random() < 0.25]
    remote = rng.choice((None, None, *REMOTES))
    if remote:
        given.append(Accepts("remote", "remote", (remote,)))
    place = Place(
        lat + rng.gauss(0, 0.05),
        lon + rng.gauss(0, 0.05),
        rng.choice((1.0, 4.5, 5.0, 12.5, 20.0, 30.0, 75.0, 200.0)),
        rng.choice((None, *DEPARTEMENTS)),
        fully_remote=remote == "full",
    )
    return Rule(Skills(required, kept), place, tuple(given))


def _wish(rng: random.Random, values: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(rng.sample(values, rng.randint(1, len(values)))) if rng.random() < 0.65 else None
