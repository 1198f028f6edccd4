"""What a SIRET is. Pure."""

import re

from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.fr import siret as official


def siret(text: str) -> str:
    """The 14 digits of a SIRET as typed ("732 829 320 00074"). Raises ValueError saying, in French, what is wrong.

    The check digit is Luhn's; La Poste, whose establishments have another rule, is known to python-stdnum.
    """
    digits = re.sub(r"[\s. \u202f-]", "", text)
    try:
        return official.validate(digits)
    except InvalidLength:
        raise ValueError(
            f"Un SIRET compte 14 chiffres ; il y en a {len(digits)} ici."
            + (" Le SIREN, à 9 chiffres, ne suffit pas." if len(digits) == 9 else "")
        ) from None
    except InvalidFormat:
        raise ValueError("Un SIRET ne contient que des chiffres, 14 en tout.") from None
    except (InvalidChecksum, ValidationError):
        raise ValueError("Ce SIRET n'existe pas : un chiffre a dû changer en route. Vérifiez-le.") from None


def siren(siret: str) -> str:
    """The company of an establishment: the first nine digits."""
    return siret[:9]


def shown(siret: str) -> str:
    """As people write it: "732 829 320 00074", with no-break spaces."""
    return f"{siret[:3]}\N{NO-BREAK SPACE}{siret[3:6]}\N{NO-BREAK SPACE}{siret[6:9]}\N{NO-BREAK SPACE}{siret[9:]}"
