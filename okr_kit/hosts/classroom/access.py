"""Cookies: which device belongs to whom, who is the trainer, and which browser we have seen before.

A learner's cookie holds a random token whose hash is in the store; the trainer's cookie holds a digest of the class's
trainer token. Neither opens the other's side. The device's cookie opens nothing:
it tells browsers behind one address apart, and carries a stamp of ours, so that nobody makes up a thousand of them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any

from .guard import network_of
from .rates import Source

if TYPE_CHECKING:
    from .room import Room

LEARNER, TRAINER, DEVICE = "okr_me", "okr_trainer", "okr_device"
#: Which of the trainer's browsers this is; it opens nothing.
DESK = "okr_desk"
DAYS = 200


def remember(handler: Any, name: str, value: str) -> None:
    """Set one of our cookies; scripts cannot read it and other sites cannot send it along with a form."""
    secure = handler.request.protocol == "https"
    lasting = {"expires_days": DAYS, "max_age": DAYS * 86_400}  # Max-Age holds where the device's clock is wrong
    handler.set_cookie(name, value, path="/", httponly=True, samesite="Lax", secure=secure, **lasting)


def forget(handler: Any, name: str) -> None:
    """Take one of our cookies away."""
    handler.clear_cookie(name, path="/")


def trainer_token(secret: str) -> str:
    """The token in the trainer's link: the same after a restart, so that an open page goes on working."""
    return hmac.new(secret.encode(), b"trainer", hashlib.sha256).hexdigest()[:24]


def _stamp(token: str) -> str:
    return hashlib.sha256(b"okr-trainer-cookie|" + token.encode("utf-8", "replace")).hexdigest()


def is_trainer_token(token: str, room: Any) -> bool:
    """Whether somebody typed or followed the trainer's token of this room."""
    return hmac.compare_digest(_stamp(token.strip()), _stamp(room.trainer_token))


def remember_trainer(handler: Any, room: Any) -> None:
    """Make this browser the trainer's."""
    remember(handler, TRAINER, _stamp(room.trainer_token))


def trainer_from(handler: Any, room: Any) -> bool:
    """Whether the request comes from the trainer's browser."""
    found = handler.get_cookie(TRAINER) or ""
    return hmac.compare_digest(found.encode("utf-8", "replace"), _stamp(room.trainer_token).encode())


def remember_device(handler: Any, room: Room, *, proved: bool = False) -> None:
    """Give a browser that we do not know a name of its own; ``proved`` once it had the QR code or the class code."""
    source = source_of(handler, room)
    if not source.device or (proved and not source.proved):
        name = source.device or secrets.token_urlsafe(12)
        remember(handler, DEVICE, f"{name}.{_device_stamp(name, room, proved=proved)}")


def source_of(handler: Any, room: Room) -> Source:
    """Whose tries these are: an address, and the device where it has a cookie that nobody made up."""
    address = network_of(handler.request.remote_ip or "")
    name, _, stamp = (handler.get_cookie(DEVICE) or "").partition(".")
    for proved in (True, False):
        if hmac.compare_digest(stamp.encode("utf-8", "replace"), _device_stamp(name, room, proved=proved).encode()):
            return Source(address, name, proved)
    return Source(address)


def _device_stamp(name: str, room: Room, *, proved: bool) -> str:
    return room.digest("proved" if proved else "device", name)[:32]
