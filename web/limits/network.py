"""Where a request comes from, as limits count it."""

from ipaddress import IPv6Address, ip_address

from starlette.requests import Request


def address(request: Request) -> str:
    """An IPv4 address, or the /64 that one customer has of IPv6.

    Behind a proxy, uvicorn reads it from X-Forwarded-For (FORWARDED_ALLOW_IPS says whose word counts).
    """
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
