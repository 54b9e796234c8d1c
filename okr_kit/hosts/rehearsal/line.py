"""One connection of a simulated phone to the class server, kept open from one request to the next, as browsers do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

#: How long a request may take, in seconds: longer than the server holds a pulse.
HOLD = 32


class Answer(NamedTuple):
    """What came back: the status, the headers by their names in lower case, cookies apart, and the body."""

    code: int
    headers: Mapping[str, str]
    cookies: tuple[tuple[str, str], ...]
    body: str


@dataclass
class Line:
    """A line to ``host``, for one request at a time; opened when something is asked, again where the server has closed it."""

    host: str
    port: int
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None, repr=False)

    async def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One request to its end. Raises OSError where no whole answer came."""
        sent = {"Host": f"{self.host}:{self.port}", "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        try:
            async with self._turn, asyncio.timeout(HOLD):
                reader, writer = await self._open()
                writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
                return await _answer(reader)
        except BaseException as error:
            self.close()  # whatever else came on it would be taken for the answer to something else
            if isinstance(error, (EOFError, asyncio.LimitOverrunError, ValueError)):
                raise OSError(str(error)) from None
            raise

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection(self.host, self.port)
        return self._streams

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _answer(reader: asyncio.StreamReader) -> Answer:
    """Read one answer; our pages and answers all say how long they are."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    pairs = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines if line)]
    headers = dict(pairs)
    set_ = (value.partition(";")[0].partition("=") for name, value in pairs if name == "set-cookie")
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(first.split()[1]), headers, tuple((name, value) for name, _, value in set_), body.decode())
