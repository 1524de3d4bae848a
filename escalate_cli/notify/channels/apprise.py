"""Send through Apprise: mail, chat, pagers and webhooks, by one URL."""

import logging
import re
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from string import Template
from threading import get_ident
from typing import TYPE_CHECKING
from urllib.parse import quote

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.policy.people import Channel
from escalate_cli.errors import DeliveryError
from escalate_cli.notify.channels import Means, channel
from escalate_cli.notify.payload import cut
from escalate_cli.notify.secret import SCHEMES, must_be_there, reveal

if TYPE_CHECKING:
    from apprise import NotifyBase
    from requests import PreparedRequest, Response
    from urllib3 import HTTPResponse

INSTALL = "pip install apprise, where escalate is installed"
LONGEST = 30_000
LONGEST_ANSWER = 65_536
SOCKET_LIMIT = 5.0

_ADDRESS = re.compile(r"\$(?:address\b|\{address\})")
_HTTP = re.compile(r"\berror=(\d{3})\b")
_SMTP = re.compile(r"\((\d{3}), b|refused: (\d{3}) ")
_TRY_AGAIN = {408, 425, 429}
_SIGN_IN = {530, 534, 535, 538}  # RFC 4954: the password is wrong, not the message
_TROUBLES = {
    "certificate": "its certificate is not valid",
    "timed out": "it did not answer in time",
    "refused": "it refuses connections",
    "name or service": "its name is not known",
    "name resolution": "its name is not known",
}


@channel
def send(parcel: Batch, means: Means) -> None:
    """Send as plain text: redirects off, certificates checked, nothing attached."""
    plugin = _plugin(_url(parcel, means))
    headers = getattr(plugin, "headers", None)
    if isinstance(headers, dict):  # webhooks and mail can carry the key where programs look
        headers["Idempotency-Key"] = quote(parcel.key, safe=":.@+-_")
        headers["Auto-Submitted"] = "auto-generated"
    title = cut(parcel.subject, plugin.title_maxlen or len(parcel.subject))
    footer = f"\n\n[{quote(parcel.key, safe=':.@+-_ ')}]"
    room = min(plugin.body_maxlen, LONGEST) - len(title) - len(footer) - 2
    watch = _LogWatch()
    if not _deliver(plugin, title, cut(parcel.text, room) + footer, watch):
        raise watch.error()


def lack(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say whether Apprise or the service's address is missing."""
    if find_spec("apprise") is None:
        return "Apprise is not installed", INSTALL
    try:
        must_be_there(channel.value[0], means)
    except DeliveryError as error:
        return str(error), error.help or f"escalate outbox test {channel.id}"
    return None


def _url(parcel: Batch, means: Means) -> str:
    """Return the address of the service; what stands for $address in it is quoted."""
    written = parcel.channel.value[0]
    address = quote(parcel.address, safe="")
    if written.partition(":")[0] in SCHEMES:
        return _ADDRESS.sub(lambda _: address, reveal(written, means))
    return Template(written).substitute(address=address)


def _plugin(url: str) -> "NotifyBase":
    try:
        import apprise  # noqa: PLC0415 - an extra, and half a second of start-up time
    except ImportError as error:
        raise DeliveryError("Apprise is not installed", INSTALL) from error
    _keep_answers_short()
    asset = apprise.AppriseAsset(
        http_redirects=False,
        interpret_emojis=False,
        interpret_escapes=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        pgp_autogen=False,
        pem_autogen=False,
    )
    _quieten()
    plugin = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if plugin is None:
        raise DeliveryError("the channel's URL is none that Apprise understands")
    plugin.redirects = False
    plugin.verify_certificate = True
    plugin.socket_connect_timeout = plugin.socket_read_timeout = SOCKET_LIMIT
    return plugin


@cache
def _keep_answers_short() -> None:
    """Cut the answers of services, of which only the status counts, to spare memory."""
    from requests import adapters, sessions  # noqa: PLC0415 - they come with Apprise
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - the same

    class Brief(adapters.HTTPAdapter):
        """Read no more of an answer than anybody needs."""

        def build_response(self, req: "PreparedRequest", resp: "HTTPResponse") -> "Response":
            try:
                start = resp.read(LONGEST_ANSWER, decode_content=True)
            except HTTPError:
                start = b""
            response = super().build_response(req, resp)
            resp.close()
            response.raw = BytesIO(start)
            return response

    vars(sessions)["HTTPAdapter"] = Brief  # every session from now on is made with it


def _deliver(plugin: "NotifyBase", title: str, body: str, watch: "_LogWatch") -> bool:
    logger = logging.getLogger("apprise")
    logger.addHandler(watch)
    try:
        return bool(plugin.notify(title=title, body=body, body_format="text"))
    finally:
        logger.removeHandler(watch)


def _quieten() -> None:
    """Let Apprise speak to us alone: its log may show addresses and passwords."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)


class _LogWatch(logging.Handler):
    """Picks out of the log of one thread why a message was not taken, and no other word."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._thread = get_ident()
        self._http = self._smtp = 0
        self._trouble = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Note a status code, or one of the usual troubles."""
        if record.thread != self._thread:
            return
        text = record.getMessage()
        if match := _HTTP.search(text):
            self._http = int(match[1])
        if match := _SMTP.search(text):
            self._smtp = int(match[1] or match[2])
        lower = text.casefold()
        self._trouble = self._trouble or next((w for t, w in _TROUBLES.items() if t in lower), "")

    def error(self) -> DeliveryError:
        """Say what happened, and whether it would happen again."""
        if self._http:
            return _http_error(self._http)
        if self._smtp:
            permanent = self._smtp >= 500 and self._smtp not in _SIGN_IN  # noqa: PLR2004 - RFC 5321, 4.2.1
            return DeliveryError(f"the mail server answered {self._smtp}", permanent=permanent)
        why = f": {self._trouble}" if self._trouble else ""
        return DeliveryError(f"the service did not take it{why}")


def _http_error(code: int) -> DeliveryError:
    if code < 400:  # noqa: PLR2004 - RFC 9110, 15.4
        return DeliveryError(
            f"the service answered {code}, a redirect, which is not followed",
            "write its final address",
            permanent=True,
        )
    permanent = code < 500 and code not in _TRY_AGAIN  # noqa: PLR2004 - RFC 9110, 15.5
    return DeliveryError(f"the service answered {code}", permanent=permanent)
