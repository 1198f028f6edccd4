"""The whole offer as rows to read: the recap, the detail page. Pure."""

from datetime import date
from typing import Any

from web.companies.rules import shown as siret_shown
from web.landing import wording as figures
from web.offers import forms, steps, wording
from web.offers.forms import Answers
from web.offers.screens import Part
from web.offers.steps import Step

MISSING = "À compléter"
NONE = "Non précisé"


def parts(base: str, answers: Answers, place: str, radius_km: int, today: date) -> list[Part]:
    """The first four steps, each with what was answered. place: the town searched."""
    return [
        _part(base, steps.CONTRACT, _contract(answers, today), answers, today),
        _part(base, steps.CONDITIONS, _conditions(answers, place, radius_km, today), answers, today),
        _part(base, steps.COMPANY, _company(answers, today), answers, today),
        _part(base, steps.QUESTION, _question(answers, today), answers, today),
    ]


def _part(base: str, step: Step[Any], rows: list[tuple[str, str]], answers: Answers, today: date) -> Part:
    wrong = steps.read(step, answers, today)[1]
    return Part(step.title, f"{base}/{step.slug}", rows, step.optional, len(wrong))


def _contract(answers: Answers, today: date) -> list[tuple[str, str]]:
    one: forms.Contract = steps.read(steps.CONTRACT, answers, today)[0]
    low, high = one.salary_min, one.salary_max
    return [
        ("Contrat", wording.contract(one.contract, one.months) if one.contract else MISSING),
        ("Temps de travail", wording.time(one.time, one.weekly_hours) if one.time and one.weekly_hours else MISSING),
        ("Salaire", wording.salary(low, high) if low is not None and high is not None else MISSING),
        ("Début", f"Le {wording.day(one.start)}" if one.start else MISSING),
        ("Nombre de postes", wording.posts(one.posts) if one.posts else MISSING),
    ]


def _conditions(answers: Answers, place: str, radius_km: int, today: date) -> list[tuple[str, str]]:
    one: forms.Conditions = steps.read(steps.CONDITIONS, answers, today)[0]
    return [
        ("Permis demandés", wording.listed(one.licences) if one.licences else NONE),
        ("Horaires", ", ".join(wording.HOURS[code] for code in one.hours) or NONE),
        (
            "Lieu exact",
            one.workplace.label if one.workplace else f"{place[:1].upper()}{place[1:]}, sans adresse exacte",
        ),
        ("Distance", f"{one.radius_km or radius_km}{figures.BOUND}km autour du lieu de travail"),
        ("Télétravail", wording.REMOTES[one.remote] if one.remote else NONE),
    ]


def _company(answers: Answers, today: date) -> list[tuple[str, str]]:
    one: forms.Company = steps.read(steps.COMPANY, answers, today)[0]
    return [
        ("Nom affiché", one.name or MISSING),
        ("SIRET", siret_shown(one.siret) if one.siret else MISSING),
        ("Présentation", one.presentation or MISSING),
        ("Site web", one.website or NONE),
    ]


def _question(answers: Answers, today: date) -> list[tuple[str, str]]:
    one: forms.Asked = steps.read(steps.QUESTION, answers, today)[0]
    return [("Votre question", one.question or MISSING)]
