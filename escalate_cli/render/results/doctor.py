"""What `doctor` answers: what is wrong, and below it what to type."""

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.care.store_care import Symptom

SYMPTOM = stored("check", "found", "remedy")


class DoctorResult(Records[Symptom]):
    """Symptoms, each with its remedy."""

    fields = SYMPTOM
    nothing = "all is well"

    def table(self, printer: Printer) -> None:
        """Show two lines for each."""
        ink = printer.writer.ink
        for symptom in self.things:
            printer.writer.line(
                f"{ink.paint(one_line(symptom.check), 'red')}: {one_line(symptom.found)}"
            )
            printer.print_text([f"  help: {one_line(symptom.remedy)}"])
