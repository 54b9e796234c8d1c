"""Cookies: which device belongs to whom, who is the trainer, and how often somebody may guess.

A learner's cookie holds a random token whose hash is in the store; the trainer's cookie holds a digest of the class's
trainer token. Neither opens the other's side.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import deque
from typing import Any

LEARNER, TRAINER, DEVICE = "okr_me", "okr_trainer", "okr_device"
DAYS = 200


def remember(handler: Any, name: str, value: str) -> None:
    """Set one of our cookies; scripts cannot read it and other sites cannot send it along with a form."""
    secure = handler.request.protocol == "https"
    handler.set_cookie(name, value, expires_days=DAYS, path="/", httponly=True, samesite="Lax", secure=secure)


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


class Tries:
    """Counts misses by key in a sliding window, e.g. 10 in 600 seconds; time is given in milliseconds."""

    MOST_KEYS = 5000

    def __init__(self, budget: int, seconds: int) -> None:
        """Allow ``budget`` misses in any ``seconds``."""
        self.budget = budget
        self.window = seconds * 1000
        self._misses: dict[str, deque[int]] = {}

    def wait(self, key: str, now: int) -> int:
        """Milliseconds until this key may try again; 0 if it may now."""
        misses = self._misses.get(key)
        while misses and misses[0] <= now - self.window:
            misses.popleft()
        return misses[0] + self.window - now if misses and len(misses) >= self.budget else 0

    def miss(self, key: str, now: int) -> None:
        """Count a miss; keys that have been quiet are dropped when there are many."""
        if len(self._misses) >= self.MOST_KEYS:
            recent = now - self.window
            self._misses = {name: when for name, when in self._misses.items() if when and when[-1] > recent}
        self._misses.setdefault(key, deque(maxlen=self.budget)).append(now)


class Pace:
    """At most so many actions of one key in each stretch of time; nothing is kept beyond the stretch."""

    def __init__(self, budget: int, seconds: int) -> None:
        """Allow ``budget`` actions in each ``seconds``."""
        self.budget = budget
        self.length = seconds * 1000
        self._stretch = 0
        self._counts: dict[str, int] = {}

    def allows(self, key: str, now: int) -> bool:
        """Count an action; False once there are too many."""
        if now // self.length != self._stretch:
            self._stretch, self._counts = now // self.length, {}
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key] <= self.budget
