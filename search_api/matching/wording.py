"""The French sentences of the matching rule. Words for people; codes stay in criteria.py."""

from collections.abc import Sequence

VALUES = {
    "cdi": "CDI",
    "cdd": "CDD",
    "interim": "intérim",
    "alternance": "alternance",
    "saisonnier": "contrat saisonnier",
    "full": "temps plein",
    "part": "temps partiel",
    "day": "de jour",
    "night": "de nuit",
    "weekend": "le week-end",
    "shifts": "en équipes",
    "split": "en horaires coupés",
}
REMOTES = {
    "none": "sur place",
    "occasional": "télétravail occasionnel",
    "partial": "télétravail partiel",
    "full": "télétravail complet",
}
WHOLE_DEPARTEMENT = "accepte tout le département"
NOT_STATED = "n'a rien précisé"
STANDING = "peut être invité·e en ce moment"


def skills(needed: int, kept: int, required: Sequence[str]) -> str:
    """What Skills asks."""
    parts = []
    if required:
        parts.append(f"maîtrise {_listed([f'« {label} »' for label in required])}")
    if needed:
        parts.append(
            f"a au moins {needed} des {kept} compétences principales" if kept > 1 else "a la compétence principale"
        )
    return " et ".join(parts) or "aucune compétence demandée"


def without_skill(label: str) -> str:
    return f"sans exiger « {label} »"


def place(km: float, fully_remote: bool) -> str:
    """What Place asks."""
    near = f"habite à {km:g} km au plus, dans la limite de sa propre mobilité, ou accepte tout le département"
    return f"{near}, ou souhaite un télétravail complet" if fully_remote else near


def other_radius(km: float) -> str:
    return f"à {km:g} km"


def accepts(name: str, values: Sequence[str]) -> str:
    """What a wish must accept."""
    if name == "licences":
        return f"a le permis {_listed(values)}"
    return f"accepte : {_listed([_value(name, value) for value in values])}"


def without(name: str, value: str) -> str:
    """The criterion (or one of its values) dropped."""
    if name == "licences":
        return f"sans exiger le permis {value}"
    if name == "weekly_hours":
        return "sans préciser le nombre d'heures par semaine"
    return f"sans la condition « {_value(name, value)} »"


def held_skills(held: int, kept: int) -> str:
    """ "5 des 8 compétences principales"."""
    return f"{held} des {kept} compétences principales" if kept > 1 else "la compétence principale"


def distance(km: float) -> str:
    """ "12 km", rounded to whole ones; "moins de 1 km"."""
    return f"{round(km)} km" if km >= 1 else "moins de 1 km"


def accepted(name: str, values: Sequence[str] | None) -> str:
    """What of the values asked for the person accepts; None: did not say."""
    if values is None:
        return NOT_STATED
    if name == "licences":
        return f"permis {_listed(values)}" if values else "sans ce permis"
    return _listed([_value(name, value) for value in values]) if values else "ne le souhaite pas"


def accepted_hours(hours: tuple[int, int] | None) -> str:
    if hours is None:
        return NOT_STATED
    least, most = hours
    return f"{most} h par semaine" if least == most else f"de {least} à {most} h par semaine"


def wished_salary(wish: int | None) -> str:
    return NOT_STATED if wish is None else f"souhaite {_euros(wish)} brut par an"


def weekly_hours(hours: int) -> str:
    return f"accepte {hours} heures par semaine"


def salary(top: int) -> str:
    return f"souhaite {_euros(top)} brut par an au plus"


def more_salary(top: int) -> str:
    return f"avec un salaire jusqu'à {_euros(top)} brut par an"


def _value(name: str, value: str) -> str:
    return REMOTES[value] if name == "remote" else VALUES[value]


def _euros(amount: int) -> str:
    return f"{amount:,} €".replace(",", "\u202f")


def _listed(items: Sequence[str]) -> str:
    return " et ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
