"""What is allowed, but worth a word: a name that is nearly one of the policy, a VIP it ignores."""

from collections.abc import Collection, Iterable, Iterator

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.suggestions import nearest

NEAR = 0.8
"""How alike two names are, from 0 to 1, before one is taken for a slip of the other."""


def people(names: Iterable[str], today: People) -> Iterator[str]:
    """Yield a question for each name that nobody of the policy has, but that is like one."""
    return _asked((n for n in names if today.person_of(n) is None), today.people)


def customers(names: Iterable[str], today: People) -> Iterator[str]:
    """Yield a question for each name that no customer of the policy has, but that is like one."""
    return _asked((n for n in names if n not in today.customers), today.customers)


def stranger(name: str, rules: Rules, today: People) -> str:
    """Say that a name is of no party, and which one may have been meant."""
    from escalate_cli.domain.ticket.people.team import some_of, staff_of  # noqa: PLC0415 - start-up time

    staff = staff_of(rules, today)
    near = nearest(name, staff)
    meant = f"did you mean '{near}'?" if near else f"the team is {some_of(staff, 8)}"
    return f"the policy does not know '{name}', whose words and acts meet no duty; {meant}"


def vips(policy: Policy) -> Iterator[str]:
    """Say that a policy treats the tickets of VIPs like all others, if it does."""
    from escalate_cli.domain.doubts.conditions import asks_about  # noqa: PLC0415 - start-up time

    if not asks_about(policy, "vip"):
        yield "the policy does nothing for a VIP: none of its rules and conditions asks for one"


def _asked(names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    for name in names:
        near = nearest(name, known, alike=NEAR)
        if near:
            yield f"the policy does not know '{name}'; did you mean '{near}'?"
