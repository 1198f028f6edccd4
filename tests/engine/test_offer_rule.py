"""The rule of an offer, looked up in a real engine: the facts that an anti-CV tells."""

from dataclasses import replace

import pytest

from search_api.engine.client import Engine
from search_api.engine.settings import EngineSettings
from tests.conftest import Ask
from tests.sheets import NOW, TERMS, application, candidate, core, offer
from web.anonymity import seen
from web.applications.sheets import offer_rule, sheet_of


def test_the_facts_of_a_person_come_from_the_rule_of_the_offer(ask: Ask, loaded: EngineSettings) -> None:
    rule = ask(lambda engine: offer_rule(engine, offer()))
    assert rule is not None
    assert len(rule.skills.kept) == len(core())
    one = sheet_of(seen(application(), candidate(), rule), offer(), NOW)
    skills, distance = one.facts
    assert skills == f"5 des {len(core())} compétences principales"
    assert distance.startswith("à ")
    assert distance.endswith("km du poste")


@pytest.mark.parametrize("occupation", ["no-such-occupation", ""])
def test_an_offer_whose_occupation_is_gone_has_no_rule(ask: Ask, loaded: EngineSettings, occupation: str) -> None:
    assert ask(lambda engine: offer_rule(engine, offer(occupation=occupation))) is None


def test_a_fully_remote_post_far_away_tells_that(ask: Ask, loaded: EngineSettings) -> None:
    far = offer(citycode="13055")
    far.terms = replace(TERMS, remote="full").to_json()
    rule = ask(lambda engine: offer_rule(engine, far))
    wishes = {"remote": ["full"]}
    one = sheet_of(seen(application(), candidate(wishes=wishes), rule), far, NOW)
    assert one.facts[1] == "télétravail complet"


def test_while_the_engine_is_down_there_is_no_rule_and_still_a_sheet(ask: Ask) -> None:
    async def asked(_: Engine) -> None:
        engine = Engine(EngineSettings(hosts=("http://127.0.0.1:9",), timeout=0.5))
        try:
            assert await offer_rule(engine, offer()) is None
        finally:
            await engine.close()

    ask(asked)
    assert sheet_of(seen(application(), candidate(), None), offer(), NOW).facts == ()
