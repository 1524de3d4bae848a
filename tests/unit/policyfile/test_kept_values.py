"""A policy comes back as it was kept, whatever it is made of."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.policyfile.kept_values import packed, unpacked
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_names, sample_policy
from tests.unit.policyfile.files import TODAY, policy_of


@pytest.mark.parametrize("sample", sample_names())
def test_a_sample_comes_back_as_it_was(sample: str) -> None:
    policy = load(sample_policy(sample).encode(), "policy.yaml", TODAY)
    assert unpacked(packed(policy)) == policy


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0.5,
        "",
        b"\xff",
        (),
        ("", ("date",)),
        {"": {"date": ("when",)}},
        date(2026, 12, 25),
        datetime(2026, 12, 25, 8, 30),  # noqa: DTZ001 - a turn begins by a clock on a wall
        datetime(2026, 12, 25, 8, 30, tzinfo=UTC),
        timedelta(days=-1, microseconds=1),
        ClockName.RESOLVE,
        When((Condition(field="priority", values=("P1",), negated=True),)),
    ],
    ids=repr,
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    again = unpacked(packed(value))
    assert (again, type(again)) == (value, type(value))


def test_what_has_its_default_is_not_kept() -> None:
    assert b"negated" not in packed(Condition(field="priority", values=("P1",)))


def test_a_policy_with_all_there_is_comes_back_as_it_was() -> None:
    policy = policy_of(
        "pauses: [resolve]\n"
        "reopen_within: {after: 4h, calendar: office}\n"
        "maintenance: [{from: '2026-12-24 18:00', until: '2026-12-24 20:00', why: the net}]\n"
        "heartbeats: [{key: backup, every: 1d}]\n"
    )
    assert isinstance(policy.rules.reopen_within, Delay)
    assert unpacked(packed(policy)) == policy


def test_a_type_that_no_policy_has_is_not_kept() -> None:
    with pytest.raises(TypeError, match="a policy has no complex"):
        packed((1j,))


@pytest.mark.parametrize(
    "plain",
    [["Condition", {"field": "priority"}], ["Condition", {"new": 1}], ["Nothing", 1], ["date", 7]],
    ids=str,
)
def test_what_another_version_kept_cannot_be_made(plain: object) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        unpacked(msgspec.msgpack.encode(plain))
