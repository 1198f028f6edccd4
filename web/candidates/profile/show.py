"""A profile to the screens that show it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from indexer.sources.catalogue import Trait
from mappings.candidates import MOBILITIES_KM
from mappings.text import fold
from web import spans
from web.accounts.rules import shown_phone
from web.applications.sheet_wording import REMOTES
from web.candidates import forms, rules, wording
from web.candidates.meaning import Option, Surroundings, Words
from web.candidates.profile.screens import (
    Act,
    ExperiencesPart,
    Item,
    Job,
    Part,
    ProfileHome,
    ReachPart,
    TraitItem,
    TraitsPart,
    WishesPart,
)
from web.candidates.screens import Choice
from web.candidates.tables import Candidate
from web.landing import homes
from web.landing.geometry import Point
from web.offers.wording import CONTRACTS, HOURS, TIMES

Traits = Mapping[str, Trait]
MOST_TOLD = 12


def home(person: Candidate, words: Words, town: str, reached: bool, today: date, done: str) -> ProfileHome:
    """The whole profile. town: where the person lives; reached: by mail or on a device."""
    parts = _parts(person, words, town, today)
    open_, told = _standing(person, reached)
    return ProfileHome(
        parts=parts,
        next=next((part for part in parts if not part.lines), None),
        open=open_,
        told=told,
        acts=_acts(person),
        done=done,
    )


def _parts(person: Candidate, words: Words, town: str, today: date) -> list[Part]:
    profile = person.profile
    wishes = profile.get("wishes") or {}
    wanted = [words.occupation(code) for code in wishes.get("occupations", ())]
    named = [words.trait(code) for code in profile.get("traits", ())]
    conditions = list(wording.wishes(profile, ()))
    return [
        Part(
            "experiences",
            "Mes expériences",
            [(one.occupation, f"{one.period} ({one.duration})") for one in jobs(person, words, today)],
            "Ce que vous avez déjà fait nous aide à vous proposer des compétences à cocher.",
        ),
        Part(
            "competences",
            "Mes compétences",
            _few([words.skill(code) for code in profile.get("skills", ())]),
            "C'est d'elles que tout part : sans compétences, aucune entreprise ne peut vous inviter.",
        ),
        Part("metiers", "Les métiers que je cherche", _few(wanted), "Rien de précisé : tous les métiers vous vont."),
        Part("deplacements", "Où je peux travailler", list(wording.reach(profile, town)), ""),
        Part("souhaits", "Ce que je souhaite", conditions, "Rien de précisé : tout vous va."),
        Part(
            "comportements",
            "Mes comportements au travail",
            _few(named),
            "Ce que l'on dit de vous au travail : l'autonomie, l'écoute, la rigueur…",
        ),
        Part("identite", "Mon identité", _identity(person), ""),
    ]


def _few(labels: Sequence[str]) -> list[tuple[str, str]]:
    told = [("", label) for label in labels[:MOST_TOLD]]
    rest = len(labels) - MOST_TOLD
    return [*told, ("", f"et {rest} autre{'s' if rest > 1 else ''}")] if rest > 0 else told


def _identity(person: Candidate) -> list[tuple[str, str]]:
    lines = [("Nom", f"{person.first_name} {person.last_name}"), ("Mail", person.email)]
    return [*lines, ("Téléphone", shown_phone(person.phone))] if person.phone else lines


def _standing(person: Candidate, reached: bool) -> tuple[bool, str]:
    if person.consented_at is None:
        return False, "Vous n'avez pas donné votre accord : aucune entreprise ne peut vous inviter."
    if person.paused_at is not None:
        return False, "Vous êtes en pause : aucune nouvelle invitation ne vous arrive."
    if not reached:
        return False, "Vous ne voulez plus de mails et n'avez pas d'appareil : aucune invitation ne peut vous arriver."
    if not person.profile.get("skills"):
        return False, "Indiquez vos compétences : ensuite les entreprises pourront vous inviter."
    return True, "Les entreprises qui cherchent vos compétences peuvent vous inviter, sans savoir qui vous êtes."


def _acts(person: Candidate) -> list[Act]:
    paused, consents, mails = (
        person.paused_at is not None,
        person.consented_at is not None,
        person.unsubscribed_at is None,
    )
    return [
        Act("reprendre", "Reprendre les invitations", "Les entreprises peuvent de nouveau vous inviter.")
        if paused
        else Act("pause", "Faire une pause", "Plus d'invitations jusqu'à votre retour. Vos candidatures continuent."),
        Act("mails-non", "Ne plus recevoir de mails", "Les invitations vous attendent dans votre espace.")
        if mails
        else Act("mails-oui", "Recevoir de nouveau les mails", "Chaque invitation vous est aussi envoyée par mail."),
        Act(
            "accord-non",
            "Retirer mon accord",
            "Votre profil n'est plus proposé à aucune entreprise. Rien n'est effacé.",
        )
        if consents
        else Act("accord", "Donner mon accord", "Votre profil, sans votre nom, peut être proposé aux entreprises."),
    ]


def jobs(person: Candidate, words: Words, today: date) -> list[Job]:
    """The experiences; one that lasts has grown since it was written."""
    return [
        Job(
            rules.key(one),
            words.occupation(one["occupation"]),
            spans.period(one["since"], one.get("to")),
            spans.duration(one["months"] if one.get("to") else rules.months(one["since"], f"{today:%Y-%m}")),
        )
        for one in person.profile.get("experiences", ())
    ]


def experiences(person: Candidate, words: Words, today: date, done: str, error: str) -> ExperiencesPart:
    """The list of experiences."""
    return ExperiencesPart(jobs(person, words, today), done, error)


def traits(known: Traits, chosen: Sequence[str], errors: Mapping[str, str]) -> TraitsPart:
    """The traits to choose from, by label."""
    items = sorted(
        (TraitItem(one.code, one.label, one.definition) for one in known.values()), key=lambda one: fold(one.label)
    )
    return TraitsPart(items, chosen, errors, rules.MOST_TRAITS)


def choices(options: Sequence[Option]) -> list[Choice]:
    """What a field may mean."""
    return [Choice(one.code, one.label, one.detail) for one in options]


def items(codes: Sequence[str], label: Mapping[str, str]) -> list[Item]:
    """Codes with their labels."""
    return [Item(code, label.get(code, code)) for code in codes]


def reach(
    typed: forms.Typed,
    errors: Mapping[str, str],
    places: Sequence[Option],
    departement: str,
    around: Surroundings | None,
) -> ReachPart:
    """The form of home, reach and licences. around: to draw the map of what was typed."""
    usual, others = wording.licences()
    return ReachPart(
        typed=typed,
        errors=errors,
        places=choices(places),
        departement=departement,
        radii=MOBILITIES_KM,
        map=_map(around, typed["rayon"]) if around else None,
        licences=usual,
        other_licences=others,
        others_open=any(code in typed["permis"] for code, _ in others),
    )


def _map(around: Surroundings, km: Sequence[str]) -> homes.HomesMap:
    place = around.home
    centre = homes.Town(place.name, Point(place.lon, place.lat), 0)
    towns = [
        homes.Town(one.name, Point(one.lon, one.lat), one.population)
        for one in around.towns
        if one.name not in {place.name, place.city}
    ]
    return homes.draw(centre, int(km[0]), (), towns)


def wishes(typed: forms.Typed, errors: Mapping[str, str], salary: int | None) -> WishesPart:
    """The form of the wishes. salary: a year, what was understood."""
    return WishesPart(
        typed=typed,
        contracts=tuple(CONTRACTS.items()),
        times=tuple(TIMES.items()),
        hours=tuple(HOURS.items()),
        remotes=tuple(REMOTES.items()),
        told=wording.salary(salary) if salary else "",
        errors=errors,
    )
