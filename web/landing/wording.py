"""Figures as French sentences. Pure."""

# French groups digits by a narrow no-break space, and binds a number to its noun by a no-break space.
THIN = "\u202f"
BOUND = "\u00a0"


def number(value: int) -> str:
    """1235 -> "1 235"."""
    return f"{value:,}".replace(",", THIN)


def people(count: int | None, floor: int) -> str:
    """ "environ 125 personnes", or "moins de 5 personnes" for a count kept back."""
    if count is None:
        return f"moins de {floor}{BOUND}personnes"
    return f"environ {number(count)}{BOUND}personnes"


def about(count: int | None, floor: int) -> str:
    """The same without the noun: "environ 125", "moins de 5"."""
    return f"moins de {floor}" if count is None else f"environ {number(count)}"


def difference(count: int | None, base: int | None) -> str:
    """What `count` adds to `base`, both as told: "soit 195 de plus"; empty when there is nothing to add."""
    if count is None or base is None or count == base:
        return ""
    return f"soit {number(abs(count - base))} de {'plus' if count > base else 'moins'}"


def kilometres(value: float) -> str:
    """A distance that a reader needs no more precisely: "12 km", "moins de 1 km"."""
    return f"moins de 1{BOUND}km" if value < 1 else f"{round(value)}{BOUND}km"


def at(town: str) -> str:
    """The town after "à": "à Lille", "au Havre", "aux Ulis".

    Sentences are built on "à", never on "de": whether it elides (d'Hyères, de Hœnheim) no spelling tells.
    """
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"à {town}"


_WINDS = ("nord", "nord-est", "est", "sud-est", "sud", "sud-ouest", "ouest", "nord-ouest")


def direction(degrees: float) -> str:
    """A bearing (0: north, 90: east) as it is said: "au nord-est", "à l'ouest"."""
    wind = _WINDS[round(degrees / 45) % 8]
    return f"à l'{wind}" if wind[0] in "eo" else f"au {wind}"
