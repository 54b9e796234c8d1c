"""What a statement may say itself about its kind: ``O1：``, ``KR 2.``, ``目标：``, ``关键结果一、``."""

from __future__ import annotations

import re

from .lang import Language

#: A list's own ``3.`` or ``-``, which says nothing.
NUMBERED = re.compile(r"^\s*(?:[-*•·]\s+|[(（]?\d{1,2}[.、．)）]\s*(?!\d))")


class Marks:
    """Finds those marks, in the words of a pack."""

    def __init__(self, language: Language) -> None:
        """Build the pattern from the pack's words for O and KR."""
        kinds = (
            f"(?P<{kind}>{'|'.join(map(re.escape, language.say(f'marks.{kind}').split('|')))})"
            for kind in ("objective", "key_result")
        )
        number = rf"(?:\d{{1,2}}(?:[.．]\d)?|[{re.escape(language.say('marks.numerals'))}])"
        end = rf"(?:\s*{number}?\s*[:：.、．)）]\s*|\s*{number}\s+)"
        self._mark = re.compile(rf"\s*(?:[-*•·]\s*)?(?:{'|'.join(kinds)}){end}", re.IGNORECASE)

    def take(self, line: str) -> tuple[str | None, str]:
        """Take the mark off a statement: (kind or None, the statement)."""
        mark = self._mark.match(line)
        if mark is None:
            return None, NUMBERED.sub("", line).strip()
        return mark.lastgroup, line[mark.end() :].strip()

    def split(self, text: str) -> list[tuple[str | None, str]]:
        """Take a list apart that somebody wrote into one cell or box: each line with its kind, empty ones left out."""
        return [self.take(line) for line in text.splitlines() if line.strip()]
