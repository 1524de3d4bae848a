"""Doubts about secrets: one that stands in a command or a contact, for everybody to read."""

import re
from collections.abc import Iterator

from escalate_cli.domain.policy.doubt import Doubt, Place
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import People

_LITERAL = re.compile(
    r"""
      ://[^/\s:@$]+:[^/\s@$]+@                                    # a password before a host
    | \b(?:token|secret|passw(?:or)?d|api[_-]?key|authorization)\s*[=:]\s*(?!env:|secret:|[$@/<])\S
    | \bbearer\s+(?![$<])\S
    | \b(?:xox[abprs]-|gh[pousr]_|glpat-|sk_live_)\w{8}           # how well-known tokens begin
    | \bAKIA[0-9A-Z]{16}\b
    | \bhooks\.slack\.com/services/\w
    """,
    re.IGNORECASE | re.VERBOSE,
)


def doubts(people: People) -> Iterator[Doubt]:
    """Yield words that look like a password or a token; addresses of services are said at once."""
    for at, words in _places(people):
        if _LITERAL.search(words):
            yield Doubt(
                at,
                FindingCode.SHARED_ADDRESS,
                "this looks like a secret, and this file is shared",
                "let the program read it from a file or from its environment",
            )


def _places(people: People) -> Iterator[tuple[Place, str]]:
    for name, channel in people.channels.items():
        if channel.kind != "apprise":
            for number, word in enumerate(channel.value):
                yield ("channels", name, channel.kind, number), word
    for kind, table in (("people", people.people), ("customers", people.customers)):
        for name, each in table.items():
            for number, contact in enumerate(each.contact):
                yield (kind, name, "contact", number), contact
