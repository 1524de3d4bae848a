"""Clock figures: how each duty was met, and how long it took."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from escalate_cli.domain.figures.runs_alike import RunsAlike
from escalate_cli.domain.figures.spread import Spread, Times, share
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState

_FATES = {ClockState.MET: "met", ClockState.STOPPED: "dropped"}
FATES = ("met", "breached", "breached_open", "running", "dropped", "no_target")


class ClockFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How one duty was met; `runs` is the sum of judged and what is not.

    Attributes:
        breached: past the target, done later or not; `breached_open` counts those still not done.
        running: neither done nor past the target yet; paused ones too.
        dropped: ended by a resolution or a new level before the duty was done or due, or went on
            from a run that was breached.
        no_target: the policy set none.
        excused: past the target, and somebody said why that does not count.
        elapsed: business time of the duties that were done and had a target.
        target: the one under which all of these were done; nothing where there were several.
    """

    clock: str
    met: int
    breached: int
    breached_open: int
    running: int
    dropped: int
    no_target: int
    elapsed: Spread
    excused: int = 0
    target: timedelta | None = None

    @property
    def runs(self) -> int:
        """Return how many there were."""
        return self.judged + self.running + self.dropped + self.no_target + self.excused

    @property
    def judged(self) -> int:
        """Return how many runs have a verdict."""
        return self.met + self.breached

    @property
    def met_share(self) -> float | None:
        """Return the share of the judged runs that were in time, if they are enough."""
        return share(self.met, self.judged)


def clock_figures(name: str, kinds: Iterable[RunsAlike]) -> ClockFigures:
    """Sum up the runs of one clock."""
    counts, times, targets = Counter[str](), Times(), set[timedelta]()
    for alike in kinds:
        run = alike.run
        for fate in fates_of(run):
            counts[fate] += alike.n
        if run.judged and run.target is not None:
            times.add_later(alike.times)
            targets.add(run.target.within)
    return ClockFigures(
        clock=name,
        elapsed=times.spread(),
        excused=counts["excused"],
        target=next(iter(targets)) if len(targets) == 1 else None,
        **{fate: counts[fate] for fate in FATES},
    )


def fates_of(run: Clock) -> tuple[str, ...]:
    """Return as what a run counts: one fate, and whether its breach is still open."""
    fate = _fate(run)
    is_open = fate == "breached" and run.ended_at is None
    return (fate, "breached_open") if is_open else (fate,)


def _fate(run: Clock) -> str:
    if run.excused and not run.was_breached:
        return "excused"
    if run.breaches:
        return "breached"
    if run.target is None:
        return "no_target"
    if run.was_breached:
        return "running" if run.ended_at is None else "dropped"
    return _FATES.get(run.state, "running")
