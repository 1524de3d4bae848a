"""Whatever the bytes, there is a policy or a PolicyError, and nothing else."""

from datetime import UTC, datetime, time

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import PolicyError
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_policy
from tests.unit.policyfile.files import TODAY

LINES = sample_policy("it-support").splitlines(keepends=True)
WORDS = [
    *sorted({word for line in LINES for word in line.split()}),
    *("{}", "[]", "~", "0", "-1", "1bd", "36525d", "9999%", "due-1d", "24:00", "always", "not"),
    *("next", "&a", "*a", "!!x", "- ", "\t", "\ud800", "0001-01-01", "9999-12-31 23:59"),
]

_MOMENT = datetime.combine(TODAY, time.min, UTC)


def _ends_well(source: bytes) -> bool:
    """Tell whether it is refused politely, or gives a policy that can be kept and used."""
    try:
        policy = load(source, "policy.yaml", TODAY)
    except PolicyError as error:
        return bool(str(error).encode())
    for rule in policy.rules.triggers:
        triggers.build(rule.type, rule.settings)
    for target in policy.rules.targets:
        for within in target.within.values():
            policy.rules.calendar(target.calendar).add(_MOMENT, within)
    return msgspec.msgpack.decode(msgspec.msgpack.encode(policy), type=Policy) == policy


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    assert _ends_well(source)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(source: str) -> None:
    assert _ends_well(source.encode("utf-8", "surrogatepass"))


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.integers(0, 12),
            st.sampled_from(WORDS) | st.text(max_size=5),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_policy_with_other_words_in_it_ends_well(
    changes: list[tuple[int, int, str, bool]],
) -> None:
    lines = list(LINES)
    for row, place, word, replaces in changes:
        words = lines[row].split(" ")
        words[place : place + replaces] = [word]
        lines[row] = " ".join(words)
    assert _ends_well("".join(lines).encode("utf-8", "surrogatepass"))
