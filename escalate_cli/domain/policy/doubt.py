"""A doubt: what is probably not meant in a policy that can be used."""

import msgspec

from escalate_cli.domain.policy.finding_code import FindingCode

Place = tuple[str | int, ...]
"""Where in the file: keys, and numbers of what is in a list, from 0 on."""


class Doubt(msgspec.Struct, frozen=True):
    """What is probably not meant, where it stands, and what to do about it."""

    at: Place
    code: FindingCode
    message: str
    help: str
