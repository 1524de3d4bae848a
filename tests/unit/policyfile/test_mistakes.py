"""Every mistake is reported at its line and column, in words that help."""

import pytest

from tests.unit.policyfile.files import problems_of

MISTAKES = [
    # the file
    ("unknown key", "prioritties: [P1]", "1:1", "unknown key 'prioritties'", "did you mean 'priorities'?"),
]
