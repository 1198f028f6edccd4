"""From an offer's answers to what its steps show. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mappings.candidates import LICENCES
from search_api.matching import CountAnswer, WhatIf
from web.clock import PARIS
from web.companies.tables import Company
from web.landing import results
from web.landing import wording as figures
from web.landing.forms import Refinement, Search
from web.landing.screens import Figure, RadiusChoice
from web.offers import forms, steps, wage, wording
from web.offers.forms import MONTH, Answers
from web.offers.rules import Conflict
from web.offers.screens import Advice, Clash, Mark, Wizard
from web.offers.steps import STEPS, Step
from web.offers.tables import Offer

MOST_ADVICE = 3
UNSAVED = "Ces réponses ne sont pas encore enregistrées."
USUAL_LICENCES = ("B", "BE", "C", "CE", "D")
# Which criteria a step is about: its advice is on those.
_OF_STEP: Mapping[str, frozenset[str]] = {
    "contract": frozenset({"contract", "time", "weekly_hours", "salary"}),
    "conditions": frozenset({"radius", "licences", "hours", "remote"}),
}
EXAMPLES = (
    "Que retenez-vous de votre dernière expérience ?",
    "Racontez-nous une journée de travail dont vous êtes content ou contente.",
    "Qu'est-ce qui vous donne envie de faire ce métier ?",
    "Comment réagissez-vous quand un imprévu bouscule votre journée ?",
)


def near(offer: Offer) -> str:
    """ "à Lille"."""
    return figures.at(offer.place_label)


def initial(step: Step[Any], offer: Offer, company: Company) -> dict[str, list[str]]:
    """What the form of a step shows: what was saved of it, else what we can propose."""
    proposed: dict[str, dict[str, str]] = {
        "contract": {"salary_period": "year", "posts": "1"},
        "conditions": {"radius": str(offer.search["radius_km"])},
        "company": {
            "siret": company.siret,
            "company_name": company.name,
            "presentation": company.presentation,
            "website": company.website,
        },
        "recap": {"standing": "yes"},
    }
    saved = offer.answers.get(step.key)
    if saved is None:
        saved = {name: [value] for name, value in proposed.get(step.key, {}).items() if value}
    return shown(step, saved)


def shown(step: Step[Any], typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Every field of a step with its values; one empty text when it has none."""
    return {name: list(typed.get(name) or [""]) for name in step.fields}


def around(
    offer: Offer, step: Step[Any], answer: CountAnswer | None, page: str, today: date, conflict: Conflict | None = None
) -> Wizard:
    """What stands around the form."""
    number = steps.position(step)
    base = f"/offres/{offer.ref}"
    return Wizard(
        action=f"{base}/{step.slug}",
        base=base,
        number=number + 1,
        total=len(STEPS),
        here=step.title,
        next_name=STEPS[number + 1].title if number + 1 < len(STEPS) else "",
        optional=step.optional,
        marks=marks(offer.answers, step, today),
        occupation=offer.occupation_label,
        near=near(offer),
        figure=figure(answer),
        few=answer is not None and answer.count is None,
        advice=advice(answer, step),
        page=page,
        revision=offer.revision,
        saved=UNSAVED if conflict else saved(offer.updated_at) if offer.revision else "",
        clash=Clash(conflict.differences, conflict.revision) if conflict else None,
    )


def saved(at: datetime) -> str:
    """ "Brouillon enregistré à 14 h 05"."""
    local = at.astimezone(PARIS)
    return f"Brouillon enregistré à {local.hour} h {local.minute:02}"


def marks(answers: Answers, here: Step[Any] | None, today: date) -> tuple[Mark, ...]:
    """The steps as the progress bar shows them."""
    wrong = steps.wrong(answers, today)

    def mark(number: int, step: Step[Any]) -> Mark:
        done = step not in wrong and step.key in answers
        state = "here" if step is here else "done" if done else "todo"
        told = {"here": "en cours", "done": "terminée", "todo": "facultative" if step.optional else "à compléter"}
        return Mark(number, step.slug, step.title, state, told[state])

    return tuple(mark(number, step) for number, step in enumerate(STEPS, 1))


def figure(answer: CountAnswer | None) -> Figure:
    """The count as told; dots when it is not known now."""
    if answer is None:
        return Figure("nombre", "…", "Le nombre de personnes n'est pas disponible pour le moment")
    return results.figure(answer)


def advice(answer: CountAnswer | None, step: Step[Any]) -> tuple[Advice, ...]:
    """The most useful ways to reach more people, on what the step asks; on everything where it asks none of it."""
    if answer is None:
        return ()
    about = _OF_STEP.get(step.key)
    useful = [one for one in answer.what_if if (one.gain or 0) > 0 and (about is None or _criterion(one) in about)]
    useful.sort(key=lambda one: -(one.gain or 0))
    return tuple(_advice(one, answer) for one in useful[:MOST_ADVICE])


def _criterion(one: WhatIf) -> str:
    return next(iter(one.value)) if one.kind == "criterion" else one.kind


def _advice(one: WhatIf, answer: CountAnswer) -> Advice:
    text = (one.sentence[:1].upper() + one.sentence[1:]).replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    if answer.count is None:
        return Advice(text, figures.people(one.count, answer.floor))
    return Advice(text, f"environ {figures.number(one.gain or 0)} de plus")


def radii(offer: Offer, radius_km: int, answer: CountAnswer | None) -> tuple[RadiusChoice, ...]:
    """The radii that may be chosen, with what each would bring."""
    search = Search(offer.occupation, offer.citycode, Refinement(radius_km))
    return results.radii(search, answer or CountAnswer(None))


def conversion(contract: forms.Contract, period: str) -> str:
    """The range in the unit that was not typed; empty while it is not complete."""
    low, high = contract.salary_min, contract.salary_max
    if low is None or high is None:
        return ""
    return f"Soit {wording.yearly(low, high) if period == MONTH else wording.monthly(low, high)}."


def minimum(contract: forms.Contract, today: date) -> str:
    """The legal minimum for what is known of the contract."""
    weekly = contract.weekly_hours or forms.FULL_WEEK
    on = max(today, contract.start or today)
    month = wage.monthly_minimum(weekly, contract.contract or "", on)
    year = wage.yearly_minimum(weekly, contract.contract or "", on)
    name = "Le minimum légal en alternance" if contract.contract == "alternance" else "Le SMIC"
    figures_told = f"{wording.cents(month)} brut par mois, {wording.cents(year)} par an"
    return f"{name} pour {wording.hours(weekly)} par semaine : {figures_told}."


def licences() -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """The usual driving licences and the others, as pairs (code, words)."""
    words = {
        "B": "B (voiture)",
        "BE": "BE (voiture et remorque)",
        "C": "C (poids lourd)",
        "CE": "CE (poids lourd et remorque)",
        "D": "D (transport de personnes)",
        "A": "A (moto)",
        "AM": "AM (cyclomoteur)",
    }
    pairs = [(code, words.get(code, code)) for code in LICENCES]
    usual = [pair for code in USUAL_LICENCES for pair in pairs if pair[0] == code]
    return usual, [pair for pair in pairs if pair[0] not in USUAL_LICENCES]
