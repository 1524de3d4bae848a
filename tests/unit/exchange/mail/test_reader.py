"""Mails of every shape that servers hand over: what is read of each."""

import io
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.errors import EscalateError, UsageError
from escalate_cli.exchange.mail.reader import LARGEST, read_mail
from escalate_cli.usecases.verbs.mail import LONGEST, Mail

ENDS = b"\r\n\r\n"


def mail_of(source: bytes | EmailMessage) -> Mail:
    """Read a mail as it comes through a pipe."""
    written = source if isinstance(source, bytes) else source.as_bytes(policy=SMTP)
    return read_mail(io.TextIOWrapper(io.BytesIO(written)), "standard input")


def a_mail(text: str = "It prints blank pages.", **headers: str) -> EmailMessage:
    """Write a mail, with headers whose names have an underscore for each hyphen."""
    mail = EmailMessage()
    usual = {
        "From": "Kim Ode <kim@example.org>",
        "To": "support@example.com",
        "Subject": "Printer",
        "Message_ID": "<m1@example.org>",
    }
    for name, value in (usual | headers).items():
        if value:
            mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def raw(*lines: str, charset: str = "utf-8") -> bytes:
    """Write a mail line by line."""
    return "\r\n".join(["From: kim@example.org", *lines]).encode(charset)


def with_alternative() -> EmailMessage:
    """Write a mail in plain text and in HTML."""
    mail = a_mail()
    mail.add_alternative("<p>It <b>prints</b></p>", subtype="html")
    return mail


def with_picture_in_html() -> EmailMessage:
    """Write a mail in HTML with a picture inside."""
    mail = a_mail()
    mail.set_content("<p>It prints<br>blank &amp; pages</p><img src='cid:a'>", subtype="html")
    mail.add_related(b"\x89PNG", "image", "png", cid="<a>", filename="page.png")
    return mail


def with_attachments() -> EmailMessage:
    """Write a mail with two attachments, one of them a text."""
    mail = with_alternative()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Störung.pdf")
    mail.add_attachment("line\n", filename="log.txt")
    return mail


def with_mail_inside() -> EmailMessage:
    """Write a mail that has another one attached."""
    mail = a_mail()
    mail.add_attachment(a_mail("inner words", Subject="Fwd: Paper jam"))
    return mail


def with_texts_in_turn() -> EmailMessage:
    """Write a mail as some programs do: text, picture, text."""
    mail = a_mail("before")
    mail.make_mixed()
    picture = EmailMessage()
    picture.set_content(b"x", "image", "png", disposition="inline", filename="a.png")
    mail.attach(picture)
    behind = EmailMessage()
    behind.set_content("behind")
    mail.attach(behind)
    return mail


def in_latin_1() -> EmailMessage:
    """Write a mail in Latin-1."""
    mail = a_mail(Subject="Größe")
    mail.set_content("Größe: 5 µm", charset="iso-8859-1", cte="8bit")
    return mail


def encoded(how: str) -> Callable[[], EmailMessage]:
    """Write a mail whose text travels encoded."""

    def write() -> EmailMessage:
        mail = a_mail()
        mail.set_content("Grüße, " + "x" * 90, cte=how)
        return mail

    return write


def from_a_list() -> EmailMessage:
    """Write a mail that came over a list for people, which says no more than its name."""
    return a_mail(List_Id="<ops.example.com>", List_Post="<mailto:ops@example.com>")


SHAPES = {
    "plain": (a_mail, "It prints blank pages."),
    "multipart, of plain text and HTML": (with_alternative, "It prints blank pages."),
    "HTML only": (
        lambda: raw("Subject: x", "Content-Type: text/html", "", "<p>It&nbsp;prints</p>"),
        "It prints",
    ),
    "HTML with a picture": (
        with_picture_in_html,
        "It prints\nblank & pages\n\n[attached: page.png (image/png)]",
    ),
    "attachments": (
        with_attachments,
        (
            "It prints blank pages.\n\n[attached: Störung.pdf (application/pdf)]\n"
            "[attached: log.txt (text/plain)]"
        ),
    ),
    "a mail inside": (
        with_mail_inside,
        "It prints blank pages.\n\n[attached: Fwd: Paper jam (message/rfc822)]",
    ),
    "texts in turn": (with_texts_in_turn, "before\n\nbehind\n\n[attached: a.png (image/png)]"),
    "Latin-1": (in_latin_1, "Größe: 5 µm"),
    "quoted-printable": (encoded("quoted-printable"), "Grüße, " + "x" * 90),
    "base64": (encoded("base64"), "Grüße, " + "x" * 90),
    "8bit": (encoded("8bit"), "Grüße, " + "x" * 90),
    "Latin-1 that says it is ASCII": (
        lambda: raw("Content-Type: text/plain; charset=us-ascii", "", "Größe", charset="latin-1"),
        "Größe",
    ),
    "a charset that nobody knows": (
        lambda: raw("Content-Type: text/plain; charset=x-none", "", "Größe"),
        "Größe",
    ),
    "a charset that is none": (
        lambda: raw("Content-Type: text/plain; charset=punycode", "", "Größe"),
        "Größe",
    ),
    "half of a surrogate": (
        lambda: raw("Content-Type: text/plain; charset=utf-7", "", "+2AA-"),
        "?",
    ),
    "no text at all": (lambda: a_mail(""), ""),
    "no blank line behind the headers": (lambda: raw("Subject: Printer"), ""),
    "lines that end as on Unix": (lambda: a_mail().as_bytes(), "It prints blank pages."),
    "the line of a mailbox before it": (
        lambda: b"From kim@example.org Mon Nov 23 09:00:00 2026\n" + a_mail().as_bytes(),
        "It prints blank pages.",
    ),
    "a list for people": (from_a_list, "It prints blank pages."),
    "cut off in the middle": (
        lambda: with_attachments().as_bytes().partition(b"%PDF")[0][:700],
        "It prints blank pages.",
    ),
    "base64 cut off": (
        lambda: raw("Content-Transfer-Encoding: base64", "", "SXQgcHJpbnRz!"),
        "It prints",
    ),
    "parts without the line between them": (
        lambda: raw("Content-Type: multipart/mixed", "", "It prints"),
        "It prints",
    ),
    "NUL and escapes": (lambda: raw("", "a\0b \x1b[31mred"), "a\0b \x1b[31mred"),
    "nested 100 times": (
        lambda: raw(
            *(
                line
                for n in range(100)
                for line in (f"Content-Type: multipart/mixed; boundary=b{n}", "", f"--b{n}")
            ),
            "",
            "deep",
        ),
        "deep",
    ),
}


@pytest.mark.parametrize(("written", "text"), SHAPES.values(), ids=SHAPES)
def test_the_text_that_somebody_wrote_is_read(
    written: Callable[[], bytes | EmailMessage], text: str
) -> None:
    mail = mail_of(written())
    assert (mail.text, mail.automatic) == (text, "")
    assert mail.sender == "kim@example.org"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied (vacation)"}, "Auto-Submitted: auto-replied (vacation)"),
        ({"Auto_Submitted": "auto-generated; x=1"}, "Auto-Submitted: auto-generated"),
        ({"Auto_Submitted": "no"}, ""),
        ({"Precedence": "bulk"}, "Precedence: bulk"),
        ({"Precedence": "List"}, "Precedence: list"),
        ({"Precedence": "first-class"}, ""),
        ({"Return_Path": "<>"}, "a mail that came back"),
        ({"Return_Path": "<kim@example.org>"}, ""),
        ({"From": "MAILER-DAEMON@mx.example.org"}, "a mail that came back"),
        ({"X_Autoreply": "yes"}, "an automatic reply"),
        ({"Idempotency_Key": "5fd3a01c9be24d77:T-1:1:late:1:0:lee"}, "it is one of our own"),
        ({"Message_ID": "<5fd3a01c.T-1.1.late@escalate.invalid>"}, "it is one of our own"),
    ],
)
def test_what_no_person_wrote_says_so(headers: dict[str, str], reason: str) -> None:
    assert mail_of(a_mail(**headers)).automatic == reason


def test_a_report_about_a_mail_is_none_of_a_person() -> None:
    bounce = raw('Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "")
    assert mail_of(bounce).automatic == "a report about a mail"


@pytest.mark.parametrize(
    ("subject", "title", "about"),
    [
        ("Printer", "Printer", None),
        ("Re: [T-12] Printer", "Re: [T-12] Printer", 12),
        ("AW: WG: [t-7]", "AW: WG: [t-7]", 7),
        ("Re: T-12 Printer", "Re: T-12 Printer", 12),
        ("T-12 terminals", "T-12 terminals", None),
        ("[T-0] [T-012]", "[T-0] [T-012]", None),
        ("=?utf-8?q?Gr=C3=B6=C3=9Fe?= =?utf-8?b?IDU=?=", "Größe 5", None),
        ("=?x-none?q?Gr=C3=B6?=", "Grö", None),
        ("=?utf-8?b?!?=", "=?utf-8?b?!?=", None),
        ("", "It prints blank pages.", None),
        ("x" * 600, "x" * 499 + "…", None),
    ],
)
def test_a_subject_is_the_title_and_may_name_a_ticket(
    subject: str, title: str, about: int | None
) -> None:
    mail = mail_of(raw(f"Subject: {subject}", "", "It prints blank pages."))
    assert (mail.title, mail.about) == (title, about)


def test_a_mail_without_words_has_its_sender_for_a_title() -> None:
    assert mail_of(a_mail("", Subject="")).title == "mail from kim@example.org"
    assert mail_of(b"Subject:\r\nDate: today" + ENDS).title == "mail from nobody"


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ('"bob@evil.example" <kim@example.org>', "kim@example.org"),
        ("kim@example.org (Kim (Ode))", "kim@example.org"),
        ("=?utf-8?q?K=C3=ACm?= <kim@example.org>, bo@example.org", "kim@example.org"),
        ("=?utf-8?q?kim=40example.org?=", "kim@example.org"),
        ("(" * 7000, None),
        ("undisclosed:;", None),
        ("root", None),
    ],
)
def test_a_sender_is_an_address(sender: str, address: str | None) -> None:
    assert mail_of(f"From: {sender}\r\n\r\nx".encode()).sender == address


def test_who_sends_for_nobody_is_the_sender() -> None:
    assert mail_of(b"Sender: kim@example.org\r\nSubject: x" + ENDS).sender == "kim@example.org"


def test_it_knows_which_mails_it_answers_and_who_got_it() -> None:
    mail = mail_of(
        a_mail(
            To="Support <support@example.com>, lee@example.org",
            Cc="max@example.org",
            In_Reply_To="Your mail of Monday <m3@example.org>",
            References="<m1@example.org> <m2@example.org> <m3@example.org>",
        )
    )
    assert mail.answers == ("m3@example.org", "m2@example.org", "m1@example.org")
    assert mail.to == ("support@example.com", "lee@example.org", "max@example.org")


def test_a_mail_is_the_same_whenever_it_is_delivered() -> None:
    without = a_mail(Message_ID="")
    first, again = (
        mail_of(b"Received: by %s; today\r\n" % by + without.as_bytes()).id
        for by in (b"mx1", b"mx2")
    )
    assert first == again
    assert first != mail_of(a_mail("other words", Message_ID="")).id
    assert mail_of(a_mail()).id == "m1@example.org"
    assert len(mail_of(a_mail(Message_ID=f"<{'x' * 300}@example.org>")).id) < 100


def test_a_megabyte_of_text_is_kept() -> None:
    mail = mail_of(raw("", "ö" * 10_000_000))
    assert len(mail.text.encode()) <= LONGEST
    assert mail.text.endswith("ö\n[cut here: 4,194,304 bytes in all]")


def test_one_that_is_nested_deeper_than_any_is_text() -> None:
    nested = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 2000
    mail = mail_of(raw("Subject: deep\r\n") + nested)
    assert mail.title == "deep"
    assert mail.text.startswith("--b\nContent-Type: multipart/mixed")


@pytest.mark.parametrize(
    "source", [b"", b"\r\n\r\n", b'{"title": "x"}', b"hello\nworld", b"\0\xff"]
)
def test_what_is_no_mail_is_refused(source: bytes) -> None:
    with pytest.raises(UsageError, match=r"^standard input is no mail: it has no header$"):
        mail_of(source)


def test_one_that_is_larger_than_any_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^standard input is larger than 64 MiB$"):
        mail_of(b"Subject: x\r\n\r\n" + b"x" * LARGEST)


LINES = st.sampled_from(
    [
        *("From: kim@example.org", "From: (((", "Subject: =?utf-8?b?4oKs?=", "Subject: =?x?q?=?="),
        *("Content-Type: multipart/mixed; boundary=b", "Content-Type: message/rfc822", "--b"),
        *("Content-Type: text/html; charset=utf-16", "Content-Type: ;;=", "--b--", "", " folded"),
        *("Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: x-uuencode"),
        *("Content-Disposition: attachment; filename*0*=x''%FF", "begin 644 x", "<!-- <p", "&#0;"),
        *("References: <a> <b", "Message-ID: <>", "Content-Type: text/plain; charset=rot13"),
    ]
)


@given(st.lists(LINES.map(str.encode) | st.binary(max_size=30), max_size=20))
def test_whatever_comes_is_a_mail_or_is_refused(lines: list[bytes]) -> None:
    try:
        mail = mail_of(b"\r\n".join(lines))
    except EscalateError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right
    else:
        assert mail.id
        assert mail.title.strip()
        assert (mail.title + mail.text + mail.id).encode()
