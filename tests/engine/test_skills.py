"""The vocabulary of skills is that of the index of occupations that serves, synonyms with it."""

from dataclasses import replace

import pytest

from indexer.sources import catalogue
from search_api import skills
from search_api.engine.client import Engine
from search_api.engine.errors import EngineUnavailable, IndexMissing
from search_api.engine.settings import EngineSettings
from tests.conftest import Ask


def test_every_skill_that_an_occupation_has_is_known(ask: Ask, occupations: EngineSettings) -> None:
    known = ask(skills.vocabulary)
    used = {skill.code for one in catalogue.load().occupations.values() for skill in (*one.core, *one.secondary)}
    assert len(known) == len(used)
    assert known.label("haccp-nobody-has-this") is None
    assert {known.label(code) for code in used} == {catalogue.load().skills[code].label for code in used}


def test_synonyms_of_the_catalogue_find_their_skill(ask: Ask, occupations: EngineSettings) -> None:
    found = ask(skills.vocabulary).suggest("brunoise", 5)
    assert [one.code for one in found] == ["eplucher-tailler"]


def test_it_is_read_once_while_the_same_version_serves(ask: Ask, occupations: EngineSettings) -> None:
    assert ask(skills.vocabulary) is ask(skills.vocabulary)


def test_an_engine_that_is_away_and_an_index_that_is_missing_are_told(ask: Ask, occupations: EngineSettings) -> None:
    async def elsewhere(engine: Engine, settings: EngineSettings) -> None:
        other = Engine(settings)
        try:
            await skills.vocabulary(other)
        finally:
            await other.close()

    with pytest.raises(IndexMissing):
        ask(lambda engine: elsewhere(engine, replace(occupations, prefix="nothing-here-")))
    with pytest.raises(EngineUnavailable):
        ask(lambda engine: elsewhere(engine, replace(occupations, hosts=("http://127.0.0.1:9",))))
