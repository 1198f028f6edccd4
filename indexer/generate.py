"""Demo candidates: invented people who look like a real labour market, the same for the same seed.

Towns are drawn by population, occupations by how often employers hire, skills around the occupation and the
jobs held before. People come in chunks that each have a random generator of their own, so two processes
write exactly what one would.
"""

import random
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from multiprocessing import get_context
from typing import Any

import orjson

from indexer.documents import Item
from indexer.sources import candidates_ndjson, catalogue
from indexer.towns import Town, towns
from mappings.candidates import HOURS, LICENCES, MOBILITIES_KM

CHUNK = 2_000
PROCESSES = 2
# Dates count back from here: a fixed month, for the same seed must give the same people next year.
LAST_MONTH = 2026 * 12
MIN_YEARLY_WAGE = 21_900  # the legal minimum wage, about, in gross euros

_MOBILITY_SHARES = (4, 12, 9, 20, 24, 9, 10, 4, 5, 1, 2)
_JOBS_HELD_SHARES = (8, 30, 27, 18, 10, 5, 2)
_JOB_MONTHS = (2, 3, 5, 6, 8, 11, 14, 18, 24, 30, 42, 60, 96, 150)
_CONTRACT_SHARES = {"cdi": 0.9, "cdd": 0.6, "interim": 0.4, "alternance": 0.12, "saisonnier": 0.2}
_HOURS_SHARES = {"day": 0.97, "night": 0.22, "weekend": 0.42, "shifts": 0.35, "split": 0.25}
_REMOTE_SHARES = {"none": 0.85, "occasional": 0.5, "partial": 0.4, "full": 0.15}


@dataclass(frozen=True)
class Job:
    """What the generator needs of an occupation. nearby: numbers of other jobs; licences: those the law demands."""

    code: str
    core: tuple[str, ...]
    secondary: tuple[str, ...]
    nearby: tuple[int, ...]
    traits: tuple[str, ...]
    licences: tuple[str, ...]


@dataclass(frozen=True)
class Labour:
    """Jobs and towns with their running totals of weight, to draw from."""

    jobs: Sequence[Job]
    job_weights: Sequence[float]
    towns: Sequence[Town]
    town_weights: Sequence[float]

    def draw_job(self, rng: random.Random) -> int:
        return bisect(self.job_weights, rng.random() * self.job_weights[-1])

    def draw_town(self, rng: random.Random) -> Town:
        return self.towns[bisect(self.town_weights, rng.random() * self.town_weights[-1])]


@cache
def labour() -> Labour:
    """The built-in catalogue and towns, ready to draw from; made once per process."""
    occupations = list(catalogue.load().occupations.values())
    number = {one.code: place for place, one in enumerate(occupations)}
    jobs = [
        Job(
            one.code,
            tuple(skill.code for skill in one.core),
            tuple(skill.code for skill in one.secondary),
            tuple(number[code] for code in one.nearby if code in number),
            one.traits,
            tuple(licence for licence in LICENCES if f"Permis {licence}" in one.requires),
        )
        for one in occupations
    ]
    places = towns()
    return Labour(
        jobs,
        list(accumulate(float(2**one.frequency) for one in occupations)),
        places,
        list(accumulate(float(one.population) for one in places)),
    )


def lines(count: int, seed: int, processes: int = PROCESSES) -> Iterator[bytes]:
    """`count` profiles as NDJSON, in blocks of up to CHUNK lines that end with a line feed."""
    chunks = [(seed, start, min(CHUNK, count - start)) for start in range(0, count, CHUNK)]
    if processes < 2 or len(chunks) < 4:
        yield from (_chunk(*chunk) for chunk in chunks)
        return
    # Spawned, not forked: the caller may hold threads and open connections.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[bytes]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_chunk, *chunk))
            # A bounded queue: a slow reader must not make memory grow.
            if len(waiting) > 4 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def read_demo(count: int, seed: int) -> Iterator[Item]:
    """Documents of demo candidates, by the same path as a file of profiles."""
    for block in lines(count, seed):
        yield from candidates_ndjson.read_lines(f"demo seed {seed}", block.splitlines())


def _chunk(seed: int, start: int, count: int) -> bytes:
    rng = random.Random(f"{seed}:{start}")  # noqa: S311 (invented people, not secrets)
    world = labour()
    return b"".join(orjson.dumps(profile(rng, world), option=orjson.OPT_APPEND_NEWLINE) for _ in range(count))


def profile(rng: random.Random, world: Labour) -> dict[str, Any]:
    """One invented person, in the format of data/candidate.schema.json."""
    town = world.draw_town(rng)
    return profile_of(rng, world, town, _career(rng, world))


def profile_of(rng: random.Random, world: Labour, town: Town, career: list[Job]) -> dict[str, Any]:
    """One invented person who lives in this town and has had these jobs, the present one first."""
    job = career[0]
    return {
        "id": f"{rng.getrandbits(96):024x}",
        "skills": _skills(rng, world, career),
        "home": {"citycode": town.citycode, "departement": town.departement, "lat": town.lat, "lon": town.lon},
        "mobility_km": rng.choices(MOBILITIES_KM, _MOBILITY_SHARES)[0],
        "departements": [town.departement] if rng.random() < 0.07 else [],
        "licences": _licences(rng, job),
        "wishes": _wishes(rng, world, job),
        "traits": _some(rng, job.traits, 0.7),
        "experiences": _experiences(rng, career),
        "standing": {
            "active": rng.random() < 0.96,
            "consenting": rng.random() < 0.98,
            "paused": rng.random() < 0.04,
            "capped": rng.random() < 0.02,
        },
    }


def _career(rng: random.Random, world: Labour) -> list[Job]:
    """Jobs from the present one backwards; people mostly move between nearby ones."""
    place = world.draw_job(rng)
    career = [world.jobs[place]]
    for _ in range(rng.choices(range(len(_JOBS_HELD_SHARES)), _JOBS_HELD_SHARES)[0]):
        luck = rng.random()
        nearby = world.jobs[place].nearby
        if luck < 0.5 and nearby:
            place = nearby[int(rng.random() * len(nearby))]
        elif luck > 0.85:
            place = world.draw_job(rng)
        career.append(world.jobs[place])
    return career


def _skills(rng: random.Random, world: Labour, career: list[Job]) -> list[str]:
    mastery = 0.6 + 0.4 * rng.random()
    job = career[0]
    held = dict.fromkeys(_some(rng, job.core, mastery))
    held.update(dict.fromkeys(_some(rng, job.secondary, mastery / 2)))
    for past in career[1:]:
        if past is not job:
            held.update(dict.fromkeys(_some(rng, past.core, mastery * 0.7)))
    if job.nearby:
        other = world.jobs[job.nearby[int(rng.random() * len(job.nearby))]]
        held.update(dict.fromkeys(_some(rng, other.core, 0.3)))
    return list(held)


def _licences(rng: random.Random, job: Job) -> list[str]:
    held = ["B"] if rng.random() < 0.72 else []
    for licence in job.licences:
        if licence not in held and rng.random() < 0.93:
            held.append(licence)
    return held


def _wishes(rng: random.Random, world: Labour, job: Job) -> dict[str, Any]:
    """Wishes; a good part of the people leave each one unsaid."""
    wanted = [job.code]
    if job.nearby and rng.random() < 0.5:
        wanted.append(world.jobs[job.nearby[int(rng.random() * len(job.nearby))]].code)
    wishes: dict[str, Any] = {"occupations": wanted}
    if rng.random() < 0.8:
        wishes["contracts"] = _drawn(rng, _CONTRACT_SHARES) or ["cdi"]
    if rng.random() < 0.7:
        luck = rng.random()
        wishes["time"] = ["full"] if luck < 0.55 else ["part"] if luck < 0.68 else ["full", "part"]
        if luck >= 0.55:
            least = rng.choice((8, 12, 16, 20, 24))
            wishes["weekly_hours"] = {"least": least, "most": 35 if luck >= 0.68 else min(35, least + 8)}
    if rng.random() < 0.55:
        wishes["salary"] = MIN_YEARLY_WAGE + round(rng.expovariate(1 / 6_000) / 100) * 100
    if rng.random() < 0.65:
        wishes["hours"] = _drawn(rng, _HOURS_SHARES) or [HOURS[0]]
    if rng.random() < 0.5:
        wishes["remote"] = _drawn(rng, _REMOTE_SHARES) or ["none"]
    return wishes


def _experiences(rng: random.Random, career: list[Job]) -> list[dict[str, Any]]:
    """Jobs held, latest first, with gaps between them; a third are still in the first one."""
    found: list[dict[str, Any]] = []
    month = LAST_MONTH - (0 if rng.random() < 0.35 else rng.choice((1, 2, 4, 7, 12, 20)))
    for past in career[: len(career) if rng.random() < 0.92 else 0]:
        length = rng.choice(_JOB_MONTHS)
        one: dict[str, Any] = {"occupation": past.code, "months": length, "since": _month(month - length)}
        if month < LAST_MONTH:
            one["to"] = _month(month)
        found.append(one)
        month -= length + rng.choice((1, 1, 1, 2, 4, 9))
    return found


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _some(rng: random.Random, items: Sequence[str], share: float) -> list[str]:
    return [item for item in items if rng.random() < share]


def _drawn(rng: random.Random, shares: dict[str, float]) -> list[str]:
    return [item for item, share in shares.items() if rng.random() < share]
