"""What to ask back when the two fields do not say enough. Pure."""

from dataclasses import replace
from urllib.parse import urlencode

from search_api.places import Found as Place
from web.landing.forms import Asked
from web.landing.screens import Choice, Choices, SearchForm
from web.landing.service import Meaning


def incomplete(asked: Asked) -> SearchForm:
    """The form again, saying which field is empty."""
    return replace(
        _form(asked),
        metier_error="" if asked.metier else "Indiquez un métier.",
        ville_error="" if asked.citycode or asked.town else "Indiquez une ville.",
    )


def screen(asked: Asked, meaning: Meaning) -> Choices:
    """Ask which occupation is meant; when that is clear, which place."""
    if meaning.code is None:
        text = asked.metier or ""
        return _screen(_form(asked), "ce métier", text, _occupations(asked, meaning))
    form = replace(_form(asked), metier=meaning.label, metier_code=meaning.code)
    return _screen(form, "cette ville", asked.town or "", _places(asked, meaning))


def _screen(form: SearchForm, wanted: str, text: str, choices: tuple[Choice, ...]) -> Choices:
    if not choices:
        advice = (
            "Essayez un autre mot : le nom courant du métier, au masculin ou au féminin, ou une abréviation."
            if wanted == "ce métier"
            else "Essayez le code postal, ou le nom de la commune sans autre précision."
        )
        return Choices(f"Nous ne trouvons pas {wanted}", advice, text, (), form)
    which = "Quel métier cherchez-vous ?" if wanted == "ce métier" else "Dans quelle commune se trouve le poste ?"
    return Choices("Vouliez-vous dire…", which, text, choices, form)


def _form(asked: Asked) -> SearchForm:
    return SearchForm(
        metier=asked.metier or "", ville=asked.town or "", lieu=asked.citycode or "", refinement=asked.refinement
    )


def _occupations(asked: Asked, meaning: Meaning) -> tuple[Choice, ...]:
    place = ("lieu", asked.citycode) if asked.citycode else ("ville", asked.town)
    return tuple(
        Choice(one.label, "" if one.appellation == one.label else one.appellation, _url(asked, one.code, place))
        for one in meaning.occupations
    )


def _places(asked: Asked, meaning: Meaning) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.name, place_detail(one), _url(asked, meaning.code, ("lieu", one.citycode))) for one in meaning.places
    )


def place_detail(place: Place) -> str:
    """What tells a place from its homonyms: "97400, La Réunion"; of a street, its town as well."""
    town = "" if place.type in {"municipality", "district"} else place.city
    return ", ".join(part for part in (f"{place.postcode} {town}".strip(), departement(place)) if part)


def departement(place: Place) -> str:
    """Name of the département; empty where it is not known or is that of the town (Paris)."""
    _, _, rest = place.context.partition(", ")
    name = rest.partition(", ")[0]
    return "" if name == place.city else name


def _url(asked: Asked, code: str | None, place: tuple[str, str | None]) -> str:
    return f"/recherche?{urlencode([('metier', code), place, *asked.refinement.params()])}"
