"""How well a profile fits an offer, as one number to order a list by. Pure; never shown as it is.

    match = 600 x share of the occupation's core skills that are held
          + 400 x nearness of the nearest experience to the occupation (nearness.py)

Skills weigh more than what one was called: this is what the product is for. Nothing else of the person counts, and no
distance: everybody here already meets the offer's criteria.
"""

from collections.abc import Collection, Iterable

from web.applications.nearness import Weights

SKILLS, EXPERIENCE = 600, 400


def match(core: Collection[str], held: Collection[str], experiences: Iterable[str], wanted: str, by: Weights) -> int:
    """0 to 1000. core: skills that the offer keeps; held: those of the person; experiences, wanted: occupations."""
    share = len(set(core).intersection(held)) / len(core) if core else 0.0
    nearest = max((by.near(wanted, one).share for one in experiences), default=0.0)
    return round(SKILLS * share + EXPERIENCE * nearest)
