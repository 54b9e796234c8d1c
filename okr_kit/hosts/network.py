"""Which addresses this computer has, and which of them the phones in the room can most likely reach."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import ServeError

#: Lets the trainer choose among several addresses.
Ask = Callable[[Sequence["Address"]], "Address"]

LOOPBACK = "127.0.0.1"
#: What a server is bound to that listens on every address.
ANY = "0.0.0.0"  # noqa: S104 - a name for it
#: Kinds of adapters by their names, the first that matches; what is left is a cable.
KINDS = (
    (
        "virtual",
        r"docker|^br-|veth|virbr|vmnet|vboxnet|vethernet|virtualbox|vmware|hyper-v|wsl|podman|cni|flannel|lxc|lxd",
    ),
    (
        "vpn",
        r"^tun|^tap|^utun|^wg|^ppp|^zt|^ipsec|tailscale|zerotier|vpn|wireguard|anyconnect|cisco|sangfor|clash|深信服",
    ),
    ("wifi", r"^wl|wi-?fi|wlan|无线|airport"),
)
#: Addresses that tell more than the adapter's name: a phone's or Windows' own hotspot, tunnels, containers.
RANGES = (
    ("hotspot", "192.168.137.0/24"),
    ("hotspot", "172.20.10.0/28"),
    ("vpn", "100.64.0.0/10"),
    ("vpn", "198.18.0.0/15"),
    ("virtual", "172.17.0.0/16"),
    ("virtual", "192.168.122.0/24"),
)
RANK = {"wifi": 40, "hotspot": 40, "cable": 30, "vpn": 10, "virtual": 0}


@dataclass(frozen=True, slots=True)
class Address:
    """An IPv4 address of this computer; ``kind`` is wifi, hotspot, cable, vpn or virtual, ``best`` how good a guess."""

    ip: str
    adapter: str
    kind: str
    best: int


def addresses() -> list[Address]:
    """List the addresses of adapters that are up, the best guess first."""
    import psutil

    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    found = {
        name: [entry.address for entry in entries if entry.family == socket.AF_INET]
        for name, entries in psutil.net_if_addrs().items()
        if name in up
    }
    return rank(found, default_route())


def rank(found: Mapping[str, Sequence[str]], way_out: str | None) -> list[Address]:
    """Judge addresses by adapter and range; the one that leads out of this computer wins among equals."""
    rated = [
        Address(ip, adapter, kind, RANK[kind] + (5 if ip == way_out else 0))
        for adapter, ips in found.items()
        for ip in ips
        if not (ipaddress.ip_address(ip).is_loopback or ipaddress.ip_address(ip).is_link_local)
        for kind in [guess(adapter, ip)]
    ]
    return sorted(rated, key=lambda address: (-address.best, address.ip))


def guess(adapter: str, ip: str) -> str:
    """Guess what kind of connection an address is."""
    number = ipaddress.ip_address(ip)
    by_name = next((kind for kind, pattern in KINDS if re.search(pattern, adapter, re.IGNORECASE)), None)
    by_range = next((kind for kind, network in RANGES if number in ipaddress.ip_network(network)), None)
    return by_name if by_name in ("virtual", "vpn") else by_range or by_name or "cable"


def default_route() -> str | None:
    """Return the address this computer would use to leave the network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def choose(wanted: str, known: Sequence[Address], ask: Ask | None) -> Address:
    """Decide on which address the room opens.

    ``wanted`` is an address or empty; ``ask`` lets the trainer choose among several, None takes the best guess.
    Raises ServeError ``address-none`` or ``address-unknown``.
    """
    if wanted:
        return next((address for address in known if address.ip == wanted), None) or _by_hand(wanted, known)
    if not known:
        raise ServeError("address-none")
    if len(known) == 1 or ask is None:
        return known[0]
    return ask(known)


def _by_hand(wanted: str, known: Sequence[Address]) -> Address:
    """Accept this computer itself or all its addresses; anything else is not ours."""
    if wanted in (ANY, LOOPBACK):
        return Address(wanted, "", "cable", 0)
    raise ServeError("address-unknown", address=wanted, known="、".join(address.ip for address in known) or LOOPBACK)


def port_is_free(ip: str, port: int) -> bool:
    """Say whether nothing listens on this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except OSError:
            return False
    return True
