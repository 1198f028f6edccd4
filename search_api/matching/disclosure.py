"""The only door through which a number of people leaves: no count, and no difference of counts, tells of one person.

Counts are cut to whole groups of FLOOR, and under FLOOR they are None ("moins de 5"). The cut never reverses an
order, so however many questions are asked, each wider than the last, the answers are exactly those of a population
in which people come and go by groups of FLOOR: none of them shows a step of one to four people. Random rounding,
the usual way of statistical offices, does not have this property (decision 0005).
"""

FLOOR = 5


def disclosed(exact: int) -> int | None:
    """What may be told of a number of people: the number cut to a multiple of FLOOR, None under FLOOR."""
    return exact - exact % FLOOR or None


def gain(wider: int | None, base: int | None) -> int | None:
    """What a relaxation brings, out of two disclosed counts only; None when there is nothing to tell."""
    return None if wider is None else wider - (base or 0)
