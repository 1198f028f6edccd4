"""Which meaning free text has, when it can have one only. Pure."""

from collections.abc import Sequence

from mappings.place_text import town_text
from mappings.text import words
from search_api.occupations import Suggestion
from search_api.places import Found as Place


def clear_occupation(typed: str, found: Sequence[Suggestion]) -> Suggestion | None:
    """The one occupation that `typed` names: the only one found, or the only one so called, by label or appellation.

    Masculine, feminine and both forms together ("Caissier / Caissière") name the same.
    """
    if len(found) == 1:
        return found[0]
    wanted = words(typed)
    called = [one for one in found if wanted in _forms(one.label)]
    known_as = [one for one in found if wanted in _forms(one.appellation)]
    return next((same[0] for same in (called, known_as) if len(same) == 1), None)


def _forms(name: str) -> list[list[str]]:
    return [words(form) for form in (*name.split(" / "), name)]


def clear_place(typed: str, found: Sequence[Place]) -> Place | None:
    """The one place that `typed` names: the only one found, or the only one so called.

    A postcode or a département may follow the name: "Lille 59000", "Lille (59)".
    """
    return found[0] if len(found) == 1 else named_place(typed, found)


def named_place(typed: str, found: Sequence[Place]) -> Place | None:
    """The one place of `found` that is called so; not the only one found, when it is called otherwise."""
    wanted = town_text(typed)
    same = [one for one in found if wanted in _names(one)]
    return same[0] if len(same) == 1 else None


def _names(place: Place) -> set[str]:
    # People say "Paris 11", the registry "Paris 11e Arrondissement".
    name = town_text(place.name).removesuffix(" arrondissement")
    departement = town_text(place.context.partition(",")[0])
    return {name, f"{name} {place.postcode}", f"{name} {departement}", town_text(place.label)}
