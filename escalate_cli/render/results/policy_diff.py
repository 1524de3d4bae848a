"""What `policy diff` answers: each thing that means something else, part by part."""

from itertools import groupby
from operator import attrgetter

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.policy.value_changes import Change


class PolicyDiffResult(Records[Change]):
    """Changes of meaning."""

    fields = stored("part", "name", "what", "old", "new")
    nothing = "both mean the same"

    def table(self, printer: Printer) -> None:
        """Show them under their parts, with + for what came and - for what went."""
        for part, found in groupby(self.things, attrgetter("part")):
            printer.print_text([part, *(f"  {one_line(_said(each))}" for each in found)])


def _said(change: Change) -> str:
    called = ": ".join(word for word in (change.name, change.what) if word)
    sign, said = "", f"{change.old} → {change.new}"
    if change.old is None or change.new is None:
        sign, said = ("+ ", str(change.new)) if change.old is None else ("- ", change.old)
    return f"{sign}{called}: {said}" if called else f"{sign}{said}"
