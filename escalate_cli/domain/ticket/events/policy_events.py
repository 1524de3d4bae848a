"""What the policy found, decided and recorded."""

from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.ticket.events.base import Event


class TriggerFired(Event, frozen=True, kw_only=True):
    """A finding of the policy was decided, once and for all.

    Attributes:
        key: ticket, cycle, trigger, episode and repeat number; unique for ever.
        since: the instant the condition became true.
        cause: what the trigger holds for one episode, where that is more than unbroken time.
        action: escalated, notified, prioritised, superseded, satisfied or lapsed.
        superseded: the key of the decision that went higher in the same run.
    """

    key: str
    trigger: str
    type: str
    trigger_kind: str
    since: datetime
    action: str
    reason: str = ""
    cause: str = ""
    origin: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    notified: tuple[str, ...] = ()
    superseded: str | None = None
    policy: str | None = None


class TargetBreached(Event, frozen=True, kw_only=True):
    """A clock used up its target; `at` is when that was noticed."""

    clock: str
    cycle: int
    instance: int
    breached_at: datetime
    target: timedelta
    policy: str


class Recounted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run of a clock that stands otherwise by the new rules, and how it stood before."""

    clock: str
    instance: int
    state_before: str
    state: str
    due_before: datetime | None = None
    due_at: datetime | None = None


class RulesChanged(Event, frozen=True, kw_only=True):
    """The clocks of a cycle that was not over count by newer rules, from its beginning on.

    It stays in force where the change that it came with is undone.

    Attributes:
        cycle: the cycle that it is about; earlier ones stay as they were.
        clocks: the runs whose verdict or due instant is another one by these rules.
    """

    rules: int
    cycle: int
    clocks: tuple[Recounted, ...] = ()


class PolicyApplied(Event, frozen=True, kw_only=True):
    """The ticket follows another version of the policy from now on."""

    policy: str
