"""What is kept on a person as a PDF to read and print, from the same values as the JSON (own_data.py)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from web import spans
from web.accounts.rules import shown_phone
from web.applications.tables import Availability, Stage
from web.applications.wording import begins
from web.candidates import wording
from web.clock import day_of
from web.invitations.wording import STAGES
from web.offers.wording import day, listed
from web.typesetting import each, typeset

_CHANNELS = {"mail": "Mail", "push": "Notification"}

Rows = list[tuple[str, str]]


def pdf(told: Mapping[str, Any]) -> bytes:
    """The file. told: what own_data.everything gives."""
    words = {
        "title": "Mes données sur Vivier",
        "about": told["about"],
        "foot": f"Vivier, le {_day(told['made_at'])}",
        "parts": [_part(*part) for part in _parts(told)],
        "on_request": told["on_request"],
    }
    made = datetime.fromisoformat(told["made_at"])
    return typeset("web.candidates", "own_file.typ", {"told": orjson.dumps(each(words))}, ["ua-1"], made)


def _part(title: str, items: Sequence[tuple[str, Rows]], empty: str = "Rien.") -> dict[str, Any]:
    shown = [{"title": name, "rows": [row for row in rows if row[1]]} for name, rows in items]
    return {"title": title, "items": shown, "empty": empty}


def _parts(told: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[tuple[str, Rows]]]]:
    yield "Votre identité", [("", list(_person(told)))]
    yield "Votre profil", [("", list(_profile(told)))]
    yield "Vos expériences", [_experience(one, told) for one in told["profile"].get("experiences", ())]
    yield "Vos invitations", [(_offer(one), list(_invitation(one))) for one in told["invitations"]]
    yield "Vos candidatures", [(_offer(one), list(_application(one))) for one in told["applications"]]
    yield "Vos appareils", [(one["name"], [("Ajouté le", _day(one["added_at"]))]) for one in told["devices"]]
    yield "Vos sessions ouvertes", [("", [("Ouverte le", _moment(one["opened_at"]))]) for one in told["sessions"]]
    yield "Les liens demandés", [("", [("Demandé le", _moment(one["asked_at"]))]) for one in told["links"]]
    messages = [(_CHANNELS[one["channel"]], _moment(one["written_at"])) for one in told["messages"]]
    yield "Les messages que nous vous avons adressés", [("", messages)] if messages else []


def _person(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    person, standing = told["person"], told["standing"]
    yield "Prénom", person["first_name"]
    yield "Nom", person["last_name"]
    yield "Mail", person["email"]
    for former in told["former_addresses"]:
        yield f"Mail jusqu'au {_day(former['left_at'])}", former["email"]
    yield "Téléphone", shown_phone(person["phone"])
    yield "Inscription", _day(person["registered_at"])
    yield "Accord donné le", _day(standing["consented_at"])
    yield "En pause depuis le", _day(standing["paused_at"])
    yield "Sans mails depuis le", _day(standing["unsubscribed_at"])


def _profile(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    profile, labels = told["profile"], told["labels"]
    wanted = [labels["occupations"][code] for code in (profile.get("wishes") or {}).get("occupations", ())]
    yield "Compétences", ", ".join(labels["skills"].values())
    yield "Comportements", listed(list(labels["traits"].values()))
    yield from wording.reach(profile, labels["home"][profile["home"]["citycode"]])
    yield from wording.wishes(profile, wanted)


def _experience(one: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[str, Rows]:
    label = told["labels"]["occupations"][one["occupation"]]
    return label, [("Période", f"{spans.period(one['since'], one.get('to'))}, {spans.duration(one['months'])}")]


def _offer(one: Mapping[str, str]) -> str:
    return ", ".join(part for part in (one["occupation"], one["place"], one["company"]) if part)


def _invitation(one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Reçue le", _day(one["received_at"])
    yield "Ouverte le", _day(one["opened_at"])
    yield "Déclinée le", _day(one["declined_at"])
    yield "Raison donnée", one["reason"]
    yield "Candidature retirée le", day(date.fromisoformat(one["withdrawn_on"])) if one["withdrawn_on"] else ""
    if one["draft"]:
        yield "Brouillon", " / ".join(str(value) for value in _leaves(one["draft"]["answers"]) if value)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _application(one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Envoyée le", _day(one["sent_at"])
    yield "Disponibilité", _availability(one)
    yield "Question", one["question"]
    yield "Votre réponse", one["answer"]
    yield "Étape", STAGES[Stage(one["stage"])]
    yield "Anonymat levé le", _day(one["anonymity_lifted_at"])
    yield "Proximité avec l'offre", f"{one['match']} sur 1000 (sert à trier, ne décide de rien)"


def _availability(one: Mapping[str, Any]) -> str:
    on = date.fromisoformat(one["available_on"]) if one["available_on"] else None
    return begins(Availability(one["availability"]), on, one["notice_weeks"])


def _day(instant: str | None) -> str:
    return day(day_of(datetime.fromisoformat(instant))) if instant else ""


def _moment(instant: str) -> str:
    return spans.moment(datetime.fromisoformat(instant))
