"""Getting a file from the network, for the few commands that are asked to."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from typing import IO, Protocol
from urllib.parse import urlsplit

from synth import __version__
from synth.problems import ProjectError, ToolError

Fetch = Callable[[str], bytes]
"""From an address to what stands there. Raises NotThereError or ToolError when it cannot be had."""

TIMEOUT = 30.0
"""Seconds without an answer."""

LONGEST = 600.0
"""Seconds for the whole: a server that sends a byte now and then does not hold us for ever."""

_CHUNK = 1 << 20


class NotThereError(ProjectError):
    """The server answered that there is nothing at the address."""


class Answer(Protocol):
    """What an opener gives for a request: bytes to be read."""

    def read(self, amount: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


Open = Callable[[urllib.request.Request, float], Answer]


def fetch(url: str, most: int, open_: Open | None = None) -> bytes:
    """What stands at an https address, `most` bytes at most; redirects lead to https alone.

    Raises NotThereError for a missing page, ToolError for anything else that goes wrong.
    `open_` sends the request and gives the answer; it is the network by default.
    """
    if urlsplit(url).scheme != "https":
        raise ToolError(f"{url}: only addresses with https are fetched")
    headers = {"User-Agent": f"synth/{__version__}", "Accept-Encoding": "identity"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - https, as was asked above
    host = urlsplit(url).hostname
    try:
        return _read((open_ or _over_network)(request, TIMEOUT), most, host or url)
    except urllib.error.HTTPError as fault:
        fault.close()
        raise _refused(fault.code, url, host or url) from fault
    except TimeoutError as fault:
        raise ToolError(f"{host} did not answer within {TIMEOUT:.0f} seconds\n{_LATER}") from fault
    except (OSError, HTTPException) as fault:  # URLError is an OSError
        reason = getattr(fault, "reason", None) or fault
        if isinstance(reason, TimeoutError):
            raise ToolError(
                f"{host} did not answer within {TIMEOUT:.0f} seconds\n{_LATER}"
            ) from fault
        raise ToolError(
            f"{host} cannot be reached: {reason}\n"
            "    Is this computer online? Everything but this command works without a network."
        ) from fault


_LATER = "    Try again later."


def _refused(status: int, url: str, host: str) -> ProjectError | ToolError:
    if status in (404, 410):
        return NotThereError(f"{url}: {host} has nothing there (HTTP {status})")
    if status == 429:
        return ToolError(f"{host} asks for fewer requests (HTTP 429)\n    Wait a minute or two.")
    return ToolError(f"{host} refused the request (HTTP {status})\n{_LATER}")


def _read(answer: Answer, most: int, host: str) -> bytes:
    until = time.monotonic() + LONGEST
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise ToolError(f"{host} sent more than {most:,} bytes: that is not what was asked for")
        if time.monotonic() > until:
            raise ToolError(f"{host} was not done after {LONGEST:.0f} seconds\n{_LATER}")
        parts.append(chunk)
    return b"".join(parts)


class HttpsOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to an https address, and refuses any other."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request that follows. Raises ToolError for an address without https."""
        if urlsplit(newurl).scheme != "https":
            raise ToolError(f"{req.host} leads to {newurl[:200]}, which is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _over_network(request: urllib.request.Request, timeout: float) -> Answer:
    answer: Answer = urllib.request.build_opener(HttpsOnly).open(request, timeout=timeout)
    return answer
