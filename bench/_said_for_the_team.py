"""Stores in which much was said for the team: authority lent, duty taken, maintenance announced."""

from collections.abc import Callable
from pathlib import Path

from bench._inputs import policy, tickets
from bench._stores import DAY, HOUR
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.standing import AuthorityLent, Standing
from escalate_cli.domain.policy.standing.duty import DutyOverridden
from escalate_cli.domain.policy.standing.maintenance import MaintenanceAdded
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction


def delegations(store: Path, count: int) -> None:
    """Let one person after the other lend the next their authority."""
    _say(
        tickets(store, 1, policy(people=count + 1)),
        count,
        lambda context, n: AuthorityLent(
            person=f"p{n}",
            to=f"p{n + 1}",
            from_at=context.now,
            until_at=context.now + DAY,
            message="away",
            **context.stamp,
        ),
    )


def turns(store: Path, count: int) -> None:
    """Let one person after the other take the duty for an hour."""
    _say(
        tickets(store, 20, policy(people=20)),
        count,
        lambda context, n: DutyOverridden(
            team="all",
            person=f"p{n % 20}",
            from_at=context.now + n * HOUR,
            until_at=context.now + (n + 1) * HOUR,
            **context.stamp,
        ),
    )


def windows(store: Path, count: int) -> None:
    """Let much planned work be announced, each for another service."""
    _say(
        tickets(store, 20),
        count,
        lambda context, n: MaintenanceAdded(
            when=When((Condition(field="service", values=(f"s{n}",)),)),
            from_at=context.now,
            until_at=context.now + DAY,
            **context.stamp,
        ),
    )


def _say(context: Context, count: int, entry: Callable[[Context, int], Standing]) -> None:
    def enter(tx: Transaction) -> None:
        for n in range(count):
            tx.enter(entry(context, n))

    context.change(enter)
