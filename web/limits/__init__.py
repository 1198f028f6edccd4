"""How often one may try what strangers could abuse, all processes and machines together."""

from web.limits.buckets import Limit, Limits, TooMany
from web.limits.network import address

__all__ = ["Limit", "Limits", "TooMany", "address"]
