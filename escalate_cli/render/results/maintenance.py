"""What `maintenance` answers: windows that are on or planned, and the tickets they are for."""

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.planned_work import Planned

WINDOW = stored("change", "state", "when", "since", "until", "why", "tickets")


def silent_line(window: Planned, wall: Wall) -> str:
    """Say until when a window lasts, and how many tickets it silences."""
    held = counted(len(window.tickets), "open ticket")
    return (
        f"maintenance of {one_line(window.when)} until {wall.full(window.until)}:"
        f" the policy is silent about {held}"
    )


class WindowsResult(Records[Planned]):
    """Windows, the earliest first."""

    fields = WINDOW
    nothing = "no maintenance is on or planned"


class WindowAddedResult(Records[Planned]):
    """A window that was just announced, with a doubt if it is for no ticket."""

    fields = WINDOW
    nothing = ""

    def __init__(self, window: Planned) -> None:
        super().__init__([window], many=False)

    def data(self, printer: Printer) -> None:
        """Write the window, and doubt one for no ticket."""
        self._doubt(printer)
        super().data(printer)

    def page(self, printer: Printer) -> None:
        """Say for which tickets the policy is silent until when."""
        [window] = self.things
        since, until = printer.full(window.since), printer.full(window.until)
        printer.say(f"maintenance of {window.when}: {since} to {until} (change {window.change})")
        if window.tickets:
            open_ones = counted(len(window.tickets), "open ticket")
            printer.say(f"for {open_ones}: {', '.join(window.tickets)}")
        self._doubt(printer)

    def _doubt(self, printer: Printer) -> None:
        [window] = self.things
        if not window.tickets:
            printer.say(f"warning: no open ticket matches {window.when}")
