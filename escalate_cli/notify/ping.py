"""A ping after a good run: the service that gets none raises the alarm (a dead man's switch).

The address is a secret: whoever has it can say that all is well. No sentence repeats it.
"""

from http.client import HTTPException
from threading import Thread
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from escalate_cli import __version__
from escalate_cli.errors import DeliveryError, UsageError

WITHIN: Final = 10.0
"""Seconds that a ping may take, with the name's look-up and all."""

_REDIRECTS: Final = range(300, 400)


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: what answers elsewhere is not the service that was named."""

    def redirect_request(self, *_: object) -> None:
        """Follow no redirect: the answer becomes an error."""


def host_of(url: str) -> str:
    """Return the host of an address that can be pinged; raises UsageError."""
    try:
        parts = urlsplit(url)
        is_whole = parts.port != 0 and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        parts, is_whole = urlsplit(""), False
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not is_plain or not is_whole or parts.scheme not in {"http", "https"}:
        raise UsageError(
            "--ping needs an address of a web service, without a password",
            "--ping https://hc-ping.com/UUID",
        )
    return str(parts.hostname)


def ping(url: str, within: float = WITHIN) -> None:
    """Ask for an address once, and for none that it leads to; raises DeliveryError."""
    host, answers = host_of(url), list[str | None]()
    thread = Thread(target=lambda: answers.append(_failure(url, within)), daemon=True)
    thread.start()
    thread.join(within)  # what looks up names and reads answers has no limit of its own
    failure = answers[0] if answers else f"no answer within {within:g} s"
    if failure:
        raise DeliveryError(
            f"the ping of {host} failed: {failure}; what was decided stands",
            "the next good run pings again",
        )


def _failure(url: str, within: float) -> str | None:
    request = Request(url, headers={"User-Agent": f"escalate/{__version__}"})  # noqa: S310 - http only
    try:
        with build_opener(_NoRedirect).open(request, timeout=within):
            return None
    except HTTPError as error:
        error.close()
        elsewhere = (
            ", which leads elsewhere and is not followed" if error.code in _REDIRECTS else ""
        )
        return f"it answered {error.code}{elsewhere}"
    except URLError as error:
        reason = error.reason
        return str(getattr(reason, "strerror", None) or reason).lower()
    except (OSError, HTTPException, ValueError) as error:
        return str(error).lower() or type(error).__name__
