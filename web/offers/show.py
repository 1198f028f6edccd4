"""The screen of each step from what was typed and found. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from search_api.companies import Establishment
from search_api.matching import CountAnswer
from web.accounts.tables import Account
from web.offers import forms, recap, steps, wizard, wording
from web.offers.open_question import is_closed
from web.offers.reach import Meant
from web.offers.screens import (
    CompanyStep,
    ConditionsStep,
    ContractStep,
    Part,
    QuestionStep,
    RecapStep,
    SpotChoice,
    Wizard,
)
from web.offers.steps import Step
from web.offers.tables import Offer


@dataclass(frozen=True)
class Seen:
    """What every step's screen is made from. answers: with those of this page; answer: the count, None when unknown."""

    offer: Offer
    account: Account
    wizard: Wizard
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    answers: forms.Answers
    answer: CountAnswer | None
    today: date

    def title(self) -> str:
        return f"{self.wizard.here}, étape {self.wizard.number} sur {self.wizard.total} – {self.offer.occupation_label}"


def contract(seen: Seen) -> ContractStep:
    """Step 1."""
    value = steps.read(steps.CONTRACT, seen.answers, seen.today)[0]
    return ContractStep(
        title=seen.title(),
        wizard=seen.wizard,
        typed=seen.typed,
        errors=seen.errors,
        contracts=tuple(wording.CONTRACTS.items()),
        times=tuple(wording.TIMES.items()),
        conversion=wizard.conversion(value, seen.typed["salary_period"][0]),
        minimum=wizard.minimum(value, seen.today),
    )


def conditions(seen: Seen, meant: Meant) -> ConditionsStep:
    """Step 2."""
    value = steps.read(steps.CONDITIONS, seen.answers, seen.today)[0]
    usual, others = wizard.licences()
    asked = seen.typed["workplace"][0].strip()
    chosen = seen.typed["spot"][0]
    values = [(forms.spot_text(spot, asked), spot.label, detail) for spot, detail in meant.spots]
    return ConditionsStep(
        title=seen.title(),
        wizard=seen.wizard,
        typed=seen.typed,
        errors=seen.errors,
        licences=usual,
        other_licences=others,
        others_open=any(code in seen.typed["licences"] for code, _ in others),
        hours=tuple(wording.HOURS.items()),
        remotes=(("", "Non précisé"), *wording.REMOTES.items()),
        town=seen.offer.place_label,
        centre=f"{meant.centre.lat},{meant.centre.lon}" if meant.centre else "",
        spots=tuple(SpotChoice(one, label, detail, one == chosen) for one, label, detail in values),
        radii=wizard.radii(seen.offer, value.radius_km or int(seen.offer.search["radius_km"]), seen.answer),
    )


def company(seen: Seen, found: Establishment | None) -> CompanyStep:
    """Step 3."""
    legal = found.name if found else ""
    return CompanyStep(
        title=seen.title(),
        wizard=seen.wizard,
        typed=seen.typed,
        errors=seen.errors,
        legal_name=legal,
        active=found is None or found.active,
        filled=bool(legal) and seen.typed["company_name"][0] == legal,
    )


def question(seen: Seen) -> QuestionStep:
    """Step 4."""
    return QuestionStep(
        title=seen.title(),
        wizard=seen.wizard,
        typed=seen.typed,
        errors=seen.errors,
        closed=is_closed(seen.typed["question"][0]),
        examples=wizard.EXAMPLES,
    )


def recap_parts(offer: Offer, answers: forms.Answers, today: date) -> Sequence[Part]:
    """The four first steps as rows."""
    return recap.parts(f"/offres/{offer.ref}", answers, offer.place_label, int(offer.search["radius_km"]), today)


def recap_step(seen: Seen, refused: bool) -> RecapStep:
    """Step 5. refused: it was to be published, and something is missing."""
    wrong = steps.wrong(seen.answers, seen.today)
    asked = steps.read(steps.QUESTION, seen.answers, seen.today)[0].question
    return RecapStep(
        title=seen.title(),
        wizard=seen.wizard,
        typed=seen.typed,
        parts=recap_parts(seen.offer, seen.answers, seen.today),
        incomplete=tuple(mark for mark in seen.wizard.marks if _is_one_of(mark.slug, wrong)),
        refused=refused,
        closed_question=is_closed(asked),
        confirmed=seen.account.email_confirmed_at is not None,
        mail=seen.account.email,
        invite=_invite(seen.answer),
        preview="" if wrong else f"/offres/{seen.offer.ref}/apercu",
    )


def _is_one_of(slug: str, wrong: Sequence[Step[object]]) -> bool:
    return any(step.slug == slug for step in wrong)


def _invite(answer: CountAnswer | None) -> str:
    if answer is None or answer.count is None:
        return "Oui, je veux publier cette offre"
    return f"Oui, je veux inviter {wizard.figure(answer).sentence.lower()}"
