"""Demo candidates: the same for the same seed, valid, and like a labour market."""

from collections import Counter
from itertools import islice, pairwise
from typing import Any

import orjson
import pytest

from indexer.documents import Document
from indexer.generate import CHUNK, labour, lines, read_demo
from indexer.sources.catalogue import load

COUNT = 3_000


@pytest.fixture(scope="module")
def people() -> list[Any]:
    return [orjson.loads(line) for block in lines(COUNT, seed=5, processes=1) for line in block.splitlines()]


def test_one_seed_gives_one_crowd_whatever_the_number_of_processes() -> None:
    count = 4 * CHUNK + 7
    alone = b"".join(lines(count, seed=5, processes=1))
    assert b"".join(lines(count, seed=5, processes=2)) == alone
    assert alone.count(b"\n") == count


def test_another_seed_gives_another_crowd_and_a_longer_run_begins_alike() -> None:
    short, long, other = (b"".join(lines(*asked)) for asked in ((CHUNK, 5), (CHUNK + 10, 5), (CHUNK, 6)))
    assert long.startswith(short)
    assert short != other


def test_every_profile_is_valid_and_everyone_is_someone_else(people: list[Any]) -> None:
    items = list(read_demo(COUNT, 5))
    assert all(isinstance(item, Document) for item in items)
    assert len({item.id for item in items if isinstance(item, Document)}) == COUNT == len(people)


def test_people_live_where_towns_are_large(people: list[Any]) -> None:
    homes = Counter(one["home"]["departement"] for one in people)
    # The Nord has 2.6 of 68 million inhabitants, Lozère 0.08.
    assert 0.025 < homes["59"] / COUNT < 0.055
    assert homes["48"] < 15


def test_common_occupations_are_common(people: list[Any]) -> None:
    frequency = {code: one.frequency for code, one in load().occupations.items()}
    held = [frequency[one["experiences"][0]["occupation"]] for one in people if one["experiences"]]
    assert sum(held) / len(held) > sum(frequency.values()) / len(frequency) + 1


def test_most_people_hold_half_the_core_skills_of_their_job(people: list[Any]) -> None:
    core = {job.code: set(job.core) for job in labour().jobs}
    working = [one for one in people if one["experiences"]]
    able = sum(
        2 * len(core[one["experiences"][0]["occupation"]] & set(one["skills"]))
        >= len(core[one["experiences"][0]["occupation"]])
        for one in working
    )
    assert 0.85 < able / len(working) < 1


def test_experiences_do_not_overlap(people: list[Any]) -> None:
    for one in islice(people, 500):
        jobs = one["experiences"]
        for later, earlier in pairwise(jobs):
            assert earlier["to"] <= later["since"]


def test_part_of_the_people_leaves_each_wish_unsaid(people: list[Any]) -> None:
    for wish in ("contracts", "time", "weekly_hours", "salary", "hours", "remote"):
        said = sum(wish in one["wishes"] for one in people) / COUNT
        assert 0.2 < said < 0.85, wish
