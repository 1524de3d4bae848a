"""A wait in questions: for whom and why a ticket is put aside, and until when."""

from typing import TYPE_CHECKING

from escalate_cli.cli.asking.questions import (
    ask,
    ask_fit,
    ask_until,
    choose,
    forget_typed_ahead,
    may_ask,
)
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.wait import OTHER, REASONS

if TYPE_CHECKING:
    from escalate_cli.domain.policy.sections.waiting import Waiting
    from escalate_cli.wiring import Wiring

_WHY = "Why does it wait?"


def ask_about_wait(
    run: "Wiring", whom: str | None, until: str | None
) -> tuple[str | None, str, str | None]:
    """Ask for whom, why and until when, as far as nobody has said so and somebody answers."""
    if run.printer.is_quiet or run.printer.writer.is_data or not may_ask():
        return whom, "", until
    wanted = run.policy.rules.wait
    forget_typed_ahead()
    whom = whom or choose("For whom?", REASONS, OTHER)
    return whom, _why_it_waits(wanted), until or _until_when(run, wanted)


def _why_it_waits(wanted: "Waiting") -> str:
    """Ask for the reason, again and again where the policy requires one."""
    return ask_until(_WHY) if wanted.reason == "required" else ask(f"{_WHY} Enter leaves it out:")


def _until_when(run: "Wiring", wanted: "Waiting") -> str | None:
    """Ask for the end, and return it as typed; None leaves it to the policy."""
    longest = wanted.longest
    most = format_duration(longest) if longest else ""

    def read(typed: str) -> str | None:
        ends_at = run.instant(typed) if typed else None
        if ends_at is not None and ends_at <= run.now:
            raise UsageError("a wait must end in the future", "say +2h, or fri 9:00")
        if ends_at is not None and longest is not None and ends_at > run.now + longest:
            raise UsageError(
                f"a wait may last {most} at most", f"say an earlier time, like +{most}"
            )
        return typed or None

    enter = f"for {most}, the longest" if most else "for escalate resume"
    return ask_fit(f"Until when? Enter waits {enter}:", "", read)
