"""The typed document of the index `companies`."""

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Company:
    """A company (`id`: SIREN) or one of its establishments (`id`: SIRET), as the Sirene register publishes it.

    name: legal name of a company, usual name of an establishment; brand: its shop sign; empty when there is none.
    activity: NAF code. postcode, citycode, city: of an establishment.
    """

    id: str
    kind: Literal["company", "establishment"]
    siren: str
    name: str
    brand: str = ""
    active: bool = True
    activity: str = ""
    postcode: str = ""
    citycode: str = ""
    city: str = ""

    def body(self) -> dict[str, Any]:
        """The document, as `companies.json` maps it."""
        body = asdict(self)
        del body["id"]
        return body
