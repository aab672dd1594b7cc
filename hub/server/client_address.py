"""Who really calls: the address, scheme and name that a trusted reverse proxy tells of a client.

The rules are Home Assistant's (`http.use_x_forwarded_for`, `http.trusted_proxies`): a header from
somebody who is no trusted proxy is refused, and of a chain only the end that trusted proxies
wrote is believed.
"""

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from hub.record import record

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SCHEME = web.RequestKey("scheme", str)
FOR, PROTO, HOST = "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"
_NOT_SET_UP = (
    "this request came through a reverse proxy at {peer}, and the hub is not set up for one;"
    " set http.use_x_forwarded_for and http.trusted_proxies in lares.yaml"
)
_NOT_TRUSTED = "the proxy at {peer} is not trusted; add it to http.trusted_proxies in lares.yaml"


@record(frozen=True, slots=True)
class Proxies:
    """Which reverse proxies may speak for their clients; none unless `are_used`."""

    are_used: bool = False
    trusted: tuple[Network, ...] = ()

    def trust(self, address: Address) -> bool:
        """Tell whether `address` is one of them."""
        return any(address in network for network in self.trusted)


def address_of(request: web.Request) -> Address | None:
    """Return who sent a request, behind any trusted proxy; None of a Unix socket's."""
    return _address(request.remote or "")


def network_of(address: Address | None) -> str:
    """Return what counts as one place: of IPv6 addresses the network (64 bits)."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens at `host`."""
    address = _address(host)
    return address.is_loopback if address is not None else host == "localhost"


def is_encrypted(request: web.Request) -> bool:
    """Tell whether the client's connection is, be it with the hub or with a trusted proxy."""
    return request.get(_SCHEME, request.scheme) in {"https", "wss"}


def as_the_client_sent_it(proxies: Proxies) -> Middleware:
    """Return what hands on each request with the client's address, scheme and host in it."""

    @web.middleware
    async def look_behind(request: web.Request, handler: Handler) -> web.StreamResponse:
        if FOR not in request.headers:
            return await handler(request)
        peer = address_of(request)
        if not proxies.are_used:
            raise web.HTTPBadRequest(text=_NOT_SET_UP.format(peer=peer))
        if peer is None or not proxies.trust(peer):
            raise web.HTTPBadRequest(text=_NOT_TRUSTED.format(peer=peer))
        told = _told(request, proxies)
        # The hook that sets headers sees this request, not the clone.
        request[_SCHEME] = told.get("scheme", request.scheme)
        return await handler(request.clone(**told))

    return look_behind


def _told(request: web.Request, proxies: Proxies) -> dict[str, Any]:
    """Return what the proxies say of the client, as `Request.clone` takes it."""
    chain = [_hop(text) for text in _only(request, FOR).split(",")]
    place = _client_in(chain, proxies)
    told: dict[str, Any] = {"remote": str(chain[place])}
    if PROTO in request.headers:
        told["scheme"] = _scheme(_only(request, PROTO).split(","), len(chain), place)
    if HOST in request.headers:
        told["host"] = _only(request, HOST).strip()
        if not told["host"]:
            raise web.HTTPBadRequest(text=f"{HOST} is empty")
    return told


def _client_in(chain: Sequence[Address], proxies: Proxies) -> int:
    """Return the place of the last address that no trusted proxy has, else of the first."""
    places = range(len(chain) - 1, -1, -1)
    return next((place for place in places if not proxies.trust(chain[place])), 0)


def _scheme(schemes: Sequence[str], hops: int, place: int) -> str:
    if len(schemes) not in {1, hops}:
        raise web.HTTPBadRequest(text=f"{PROTO} names {len(schemes)} schemes for {hops} addresses")
    scheme = schemes[place if len(schemes) == hops else 0].strip().lower()
    if scheme not in {"http", "https", "ws", "wss"}:
        raise web.HTTPBadRequest(text=f"{PROTO}: {scheme[:20]!r} is neither 'http' nor 'https'")
    return scheme


def _only(request: web.Request, header: str) -> str:
    values = request.headers.getall(header)
    if len(values) != 1:
        raise web.HTTPBadRequest(text=f"{header} was sent {len(values)} times; send it once")
    return values[0]


def _hop(text: str) -> Address:
    address = _address(text.strip())
    if address is None:
        raise web.HTTPBadRequest(text=f"{FOR}: {text.strip()[:50]!r} is not an IP address")
    return address


def _address(text: str) -> Address | None:
    """Parse an address; one of IPv4 in IPv6's clothes is the IPv4 one."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
