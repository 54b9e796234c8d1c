"""Whether a request is meant for this class and comes from a page of ours: its Host, Origin and Sec-Fetch headers."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

LOCAL = {"localhost", "127.0.0.1", "::1"}
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([\w.-]+?))\.?(?::\d{1,5})?", re.ASCII)


def refusal(request: HTTPServerRequest, names: Collection[str]) -> str:
    """The word for why this request is not carried out (``unknown-host``, ``foreign``), or nothing.

    ``names`` are the addresses and names that the class was given, in lower case.
    """
    if not known_host(request, names):
        return "unknown-host"
    return "" if own_page(request) else "foreign"


def known_host(request: HTTPServerRequest, names: Collection[str]) -> bool:
    """Whether the Host is a name of ours: else a page of another name, pointed at this computer, would be of our origin."""
    found = _HOST.fullmatch(request.host.lower())
    host = found[1] or found[2] if found else ""
    return bool(host) and (host in LOCAL or host in names or host in _own_names() or host == local_address(request))


def own_page(request: HTTPServerRequest) -> bool:
    """Whether a page of this server or the person themselves asks, as far as the browser says; links may lead here.

    A frame in a sandbox calls itself ``null`` and is nobody we know. Pages of other sites may be left for ours, but may
    not load, frame, post or open a socket here.
    """
    headers = request.headers
    origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site", "same-origin")
    if origin is not None and _place(origin) != request.host.lower():
        return False
    if site in ("same-origin", "none"):
        return "Sec-Fetch-Site" in headers or origin is not None or _came_from_here(request)
    mode, dest = headers.get("Sec-Fetch-Mode", "navigate"), headers.get("Sec-Fetch-Dest", "document")
    return harmless(request) and (mode, dest) == ("navigate", "document")


def harmless(request: HTTPServerRequest) -> bool:
    """Whether this only reads."""
    return request.method in ("GET", "HEAD") and not upgrade(request)


def upgrade(request: HTTPServerRequest) -> bool:
    """Whether this asks for a websocket."""
    return request.headers.get("Upgrade", "").lower() == "websocket"


def local_address(request: HTTPServerRequest) -> str:
    """The address of this computer that the request came in on; empty where it cannot be told."""
    stream = getattr(request.connection, "stream", None)
    try:
        return str(stream.socket.getsockname()[0]).partition("%")[0] if stream is not None else ""
    except (AttributeError, OSError, TypeError, IndexError):
        return ""


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 of an IPv6 one, in which a device picks at will."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _came_from_here(request: HTTPServerRequest) -> bool:
    """For a browser that sends neither of the two: what changes something names the page it came from, or none."""
    referer = request.headers.get("Referer", "")
    return harmless(request) or not referer or _place(referer) == request.host.lower()


def _place(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _own_names() -> set[str]:
    """This computer's name, also as its network may write it."""
    name = socket.gethostname().lower().partition(".")[0]
    return {socket.gethostname().lower(), name, f"{name}.local"} if name else set()
