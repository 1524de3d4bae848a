"""Codes of what may be wrong with a policy file; docs/findings.md explains each."""

from enum import StrEnum
from typing import Literal


class FindingCode(StrEnum):
    """What kind of mistake (E) or doubt (W) a finding is; a code never gets another meaning."""

    FILE = "E100"
    SYNTAX = "E101"
    CHARACTER = "E102"
    TOO_LARGE = "E103"
    YAML_EXTRA = "E104"
    DUPLICATE_KEY = "E105"

    VALUE = "E200"
    UNKNOWN_KEY = "E201"
    MISSING_KEY = "E202"
    SHAPE = "E203"
    WORD = "E204"
    NUMBER = "E205"
    DURATION = "E206"
    TIME = "E207"
    ZONE = "E208"
    NAME = "E209"
    TEXT = "E210"
    EMPTY = "E211"
    TEXT_FIELD = "E212"

    UNKNOWN_NAME = "E301"
    GIVEN_TWICE = "E302"
    TWO_MEANINGS = "E303"
    LEADS_TO_ITSELF = "E304"

    CONFLICT = "E400"
    NEVER_OPEN = "E401"
    HOURS_OVERLAP = "E402"
    HOLIDAY_FILE = "E403"
    MATRIX_GAP = "E404"
    CHANNEL = "E405"
    CONTACT = "E406"
    TURN = "E407"
    DUTY_LAYER = "E408"
    NO_CLOCK = "E409"
    NEVER_TRUE = "E410"
    WINDOW = "E411"

    HOLIDAYS_END = "W101"
    LOCAL_ZONE = "W102"
    KEPT_DAYS = "W103"
    SHARED_ADDRESS = "W104"
    STORE_FILE = "W105"
    IDLE_CHANNEL = "W106"
    NOBODY_TAKES = "W201"
    NO_STAND_IN = "W202"
    NO_CONTACT = "W203"
    STARTS_LATER = "W204"
    DUTY_GAP = "W205"
    UNFAIR_DUTY = "W206"
    UNUSED_LAYER = "W207"
    DOUBLE_DUTY = "W208"
    NOT_NAMED = "W209"
    UNUSED_TARGET = "W301"
    NO_EFFECT = "W302"
    REPEAT_TO_NOBODY = "W303"
    LONG_WINDOW = "W304"
    ADDS_NOTHING = "W305"
    CONTRADICTION = "W306"
    NO_WAY = "W307"
    SLOW_LADDER = "W308"
    CLOCK_WITHOUT_TARGET = "W309"
    AFTER_RESOLVE = "W310"
    LONG_REPEAT = "W311"
    TELLS_NOBODY = "W312"
    QUIET_SWALLOWS = "W313"
    NEVER_MATCHES = "W314"
    SHORT_ROUND = "W315"
    UNUSED_IGNORE = "W401"
    UNCLEAR_IGNORE = "W402"

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Tell whether there is a policy in spite of it."""
        return "error" if self.startswith("E") else "warning"


IDLE = frozenset({FindingCode.IDLE_CHANNEL, FindingCode.NOT_NAMED})
"""What only lies idle, and harms no ticket."""
