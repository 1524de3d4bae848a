"""A desk: lives of tickets as people type them, command by command, on a store of their own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.figures.report_figures import GROUPS, Period
from escalate_cli.domain.policy.people import Customer, Person
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import EscalateError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.report import report
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.excuse import excuse
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, changed, targets, when
from tests.unit.usecases.conftest import PEOPLE, TEAMS, a_context, staffed

TEAM = ("ana", "bo", "cy", "lee")
REQUESTER = ("kim", "KIM", "kim@example.org")
OUTSIDERS = (*REQUESTER, "pat", "jo@acme.example", "monitoring", "zoe")
"""The requester by three names, a stakeholder, a contact of the customer, a program, a stranger."""

DRAFT = NewTicket(
    title="Mail is down",
    requester="kim@example.org",
    customer="acme",
    stakeholders=("pat",),
    key="mail",
)
ONE = ("T-1",)

VERBS: Mapping[str, Callable[[Context, int], object]] = {
    "note": lambda run, n: note(run, ONE, "looked at it", public=n % 2 == 1),
    "quote": lambda run, _: note(run, ONE, "she asks", from_requester=True),
    "complain": lambda run, _: complain(run, ONE, "still down"),
    "report": lambda run, n: log(
        run, [replace(DRAFT, requester=(None, "kim", run.by, "zoe")[n % 4])]
    ),
    "wait": lambda run, n: wait(
        run,
        ONE,
        ("vendor", "requester")[n % 2],
        until=run.now + n * HOUR if n > 2 else None,
        message="the part comes" if n % 3 else "",
    ),
    "resume": lambda run, _: resume(run, ONE),
    "take": lambda run, n: acknowledge(run, ONE, take=n > 0),
    "assess": lambda run, n: assess(run, ONE, Judgement(priority=f"P{n % 3 + 1}")),
    "edit": lambda run, n: edit(run, ONE, Edits(priority=f"P{n % 3 + 1}"), "by the contract"),
    "agree": lambda run, n: edit(run, ONE, Edits(due=run.now + (n + 1) * HOUR), "she said so"),
    "tag": lambda run, n: edit(run, ONE, Edits(add_tags=(f"tag-{n}",))),
    "assign": lambda run, n: assign(run, ONE, TEAM[n % 4]),
    "up": lambda run, n: escalate(
        run, ONE, Wish(to=("next", "L2", "lead", "manager")[n % 4], reason="too hard")
    ),
    "return": lambda run, _: return_ticket(run, ONE, "done above"),
    "release": lambda run, n: release(run, ONE, "off home", to_duty=n % 2 == 1, take=n > 1),
    "excuse": lambda run, n: excuse(
        run, ONE, ("resolve", "update", "first_response")[n % 3], None, "the line was cut"
    ),
    "tie": lambda run, n: link(run, ONE, **{("related", "duplicate_of")[n % 2]: "T-2"}),
    "resolve": lambda run, _: resolve(run, ONE, "restarted"),
    "close": lambda run, _: close(run, ONE),
    "reopen": lambda run, _: reopen(run, ONE, "down again"),
}
"""Each verb as its command calls it."""

ALL_DUTIES = (
    targets(
        of=when(priority="P1"),
        first_response="30m",
        next_response="30m",
        update="1h",
        acknowledge="20m",
        level="1h",
        resolve="4h",
    ),
    targets(
        "office",
        first_response="2h",
        next_response="2h",
        update="4h",
        acknowledge="1h",
        level="6h",
        resolve="8h",
    ),
)


def a_desk_policy(**changes: Any) -> Policy:
    """Return a policy with all duties, and with somebody on each side who may speak.

    The requester works in a team herself, and so does a program.
    """
    known = {
        **PEOPLE,
        "kim": Person(id="kim", name="Kim", contact=("mail:kim@example.org",)),
        "monitoring": Person(id="monitoring", name="Nagios", machine=True),
    }
    crew = replace(TEAMS["network"], members=("cy", "di", "kim", "monitoring"))
    sides: dict[str, Any] = {
        "people": known,
        "teams": {**TEAMS, "network": crew},
        "customers": {"acme": Customer(id="acme", contacts=("@acme.example",))},
        "targets": ALL_DUTIES,
    }
    return changed(staffed(None), **sides | changes)


class Deed(msgspec.Struct, frozen=True):
    """What somebody types, a while after what was typed before; `n` chooses how."""

    minutes: int
    by: str
    verb: str
    n: int = 0

    def __repr__(self) -> str:
        return f"Deed({self.minutes}, {self.by!r}, {self.verb!r}, {self.n})"


def a_deed_of(verbs: Iterable[str], people: Iterable[str] = TEAM) -> st.SearchStrategy[Deed]:
    """Return something that one of some people types."""
    return st.builds(
        Deed,
        st.sampled_from([0, 5, 20, 31, 61, 125, 400, 1500]),
        st.sampled_from(list(people)),
        st.sampled_from(sorted(verbs)),
        st.integers(0, 5),
    )


def deeds_of(
    verbs: Iterable[str], people: Iterable[str] = TEAM, most: int = 8
) -> st.SearchStrategy[list[Deed]]:
    """Return what some people type in a row."""
    return st.lists(a_deed_of(verbs, people), max_size=most)


class Desk:
    """A store with two tickets of one requester; whoever types sits down at it."""

    def __init__(self, policy: Policy, *others: Policy, at: str = "0m") -> None:
        versions = {each.rules.id: each for each in (policy, *others)}
        begun = a_context(policy, at=at)
        self.context = replace(begun, store=MemoryStore(), compile=versions.__getitem__)
        log(self.context, [DRAFT, NewTicket(title="Printer is out", requester="kim")])

    @property
    def now(self) -> datetime:
        """Return how late it is."""
        return self.context.now

    @property
    def history(self) -> History:
        """Return the history of the first ticket."""
        return self.context.history(self.context.store.read(), 1)

    @property
    def ticket(self) -> Ticket:
        """Return the first ticket as it is now."""
        return self.history.seen(self.now)

    def passes(self, minutes: int) -> None:
        """Let time pass."""
        later = Present(self.now + minutes * MINUTE)
        self.context = replace(self.context, present=later)

    def tried(self, deed: Deed) -> "Desk":
        """Return what the desk would be, had somebody typed something now."""
        store = self.context.store
        assert isinstance(store, MemoryStore)
        trial = copy(self)
        other = MemoryStore()
        other._tables = store._tables.copy()
        trial.context = replace(self.context, store=other)
        trial.does(deed)
        return trial

    def looks(self) -> None:
        """Let the policy look, as cron does."""
        assert check(self.context).errors == ()

    def under(self, policy: Policy) -> Context:
        """Return the context of somebody at the same store by another policy file."""
        return replace(self.context, policy=policy, source=policy.rules.id)

    def does(self, deed: Deed) -> bool:
        """Type it after its while; tell whether that is on record."""
        self.passes(deed.minutes)
        return self.types(deed.by, lambda run: VERBS[deed.verb](run, deed.n))

    def types(self, by: str, verb: Callable[[Context], object]) -> bool:
        """Let somebody type something now; tell whether that is on record, and not refused."""
        before = len(self.context.store.read().events(1))
        try:
            verb(replace(self.context, actor=Actor(by)))
        except EscalateError:
            return False
        return len(self.context.store.read().events(1)) > before

    def runs(self) -> Iterator[Clock]:
        """Yield every run of every clock, as it ended or stands now."""
        history = self.history
        ended = chain.from_iterable(step.replaced for step in history.steps)
        yield from (*ended, *history.seen(self.now).clocks.values())


def figures(context: Context, until: datetime | None = None) -> list[object]:
    """Return all that a report says of the tickets, whole and by each group."""
    end = until or context.now + DAY
    periods = (
        Period(since=MONDAY_NINE - DAY, until=end, group_by=group) for group in (None, *GROUPS)
    )
    told = [report(context, period, Query()) for period in periods]
    return [(each.left_out, each.figures, each.groups) for each in told]
