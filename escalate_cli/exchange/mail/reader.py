"""One mail on standard input, as mail servers and filters hand it over, made a message for us."""

import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from hashlib import sha256
from typing import Final, TextIO

from escalate_cli.errors import UsageError
from escalate_cli.exchange.mail.body import raw_text, text_in
from escalate_cli.exchange.mail.headers import Headers, MailPart
from escalate_cli.usecases.verbs.input_validation import NAME, TITLE
from escalate_cli.usecases.verbs.mail import OWN_DOMAIN, Mail

LARGEST: Final = 64 << 20
_MOST_NESTED = 100
"""So many parts may have parts: taking them apart costs their number for each line."""

_USUAL: Final = ("from", "to", "subject", "date", "message-id", "received")
_AUTOMATIC: Final = {"bulk", "junk", "list", "auto_reply"}
_SUBJECT_ID = re.compile(r"\[T-([1-9][0-9]{0,11})\]", re.IGNORECASE | re.ASCII)
_REPLY_TO_ID = re.compile(r"(?:[^\s:]{1,10}: ?)+T-([1-9][0-9]{0,11})\b", re.IGNORECASE | re.ASCII)
_OWN_KEY = re.compile(r"[0-9a-f]{8,}:T-[0-9]+:")


def read_mail(stream: TextIO, name: str) -> Mail:
    """Read one mail.

    Raises:
        UsageError: there is none, or it is larger than anybody's.
    """
    source = stream.buffer.read(LARGEST + 1).lstrip()
    if len(source) > LARGEST:
        raise UsageError(f"{name} is larger than {LARGEST >> 20} MiB", "leave the attachments out")
    message, text = _parsed(source)
    headers = Headers(message)
    if not any(map(headers.raw, _USUAL)):
        raise UsageError(f"{name} is no mail: it has no header", "hand over one whole mail")
    sender = next(iter(headers.addresses("from", "sender", "return-path")), None)
    subject = headers.text("subject")
    return Mail(
        id=_id(headers, text),
        sender=sender,
        title=_title(subject, text, sender),
        text=text,
        about=_about(subject),
        answers=tuple(dict.fromkeys(headers.ids("in-reply-to") + headers.ids("references"))),
        to=tuple(headers.addresses("to", "cc")),
        automatic=_automatic(headers),
    )


def _parsed(source: bytes) -> tuple[Message, str]:
    """Return the headers of a mail, and its text; one that is nested too deep is all text."""
    if source.lower().count(b"multipart/") <= _MOST_NESTED:
        try:
            message = BytesParser(MailPart).parsebytes(source)
            return message, text_in(message)
        except RecursionError:
            pass
    head, _, body = source.replace(b"\r\n", b"\n").partition(b"\n\n")
    return BytesHeaderParser(MailPart).parsebytes(head), raw_text(body)


def _id(headers: Headers, text: str) -> str:
    """Return what tells a mail from all others: its id, or else what stays when it comes again."""
    own = headers.ids("message-id")
    if own and len(own[0]) <= NAME:
        return own[0]
    stays = [own[:1], *(headers.raw(each) for each in ("from", "date", "subject")), text]
    return f"sha256:{sha256(repr(stays).encode()).hexdigest()}"


def _title(subject: str, text: str, sender: str | None) -> str:
    title = subject or " ".join(next((x for x in text.splitlines() if x.strip()), "").split())
    title = title or f"mail from {sender or 'nobody'}"
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


def _about(subject: str) -> int | None:
    """Return the number of the ticket that a subject names, in brackets or after `Re:`."""
    named = _SUBJECT_ID.search(subject) or _REPLY_TO_ID.match(subject)
    return int(named[1]) if named else None


def _automatic(headers: Headers) -> str:
    """Say why no person wrote a mail, as RFC 3834 and common sense tell; empty if one may have."""
    submitted = headers.raw("auto-submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return f"Auto-Submitted: {submitted}"
    if _OWN_KEY.match(headers.raw("idempotency-key")) or any(
        each.endswith(OWN_DOMAIN) for each in headers.ids("message-id")
    ):
        return "it is one of our own"
    precedence = headers.raw("precedence").lower()
    if precedence in _AUTOMATIC:
        return f"Precedence: {precedence}"
    kind = headers.raw("content-type").lower()
    if kind.startswith("multipart/report"):
        return "a report about a mail"
    if headers.raw("return-path") == "<>" or "mailer-daemon@" in headers.raw("from").lower():
        return "a mail that came back"
    replies = ("x-autoreply", "x-autorespond", "x-autoresponder")
    return "an automatic reply" if any(headers.raw(each) for each in replies) else ""
