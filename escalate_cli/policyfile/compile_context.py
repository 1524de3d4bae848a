"""The compile context: what every section of a policy file shares while it is read."""

from datetime import date, timedelta
from typing import Any

import msgspec

from escalate_cli.policyfile.reading.declared_names import DeclaredNames
from escalate_cli.policyfile.reading.holiday_files import HolidayFiles
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.syntax_tree import Node
from escalate_cli.strict_yaml.typed_values import Readers


class OpenTime(msgspec.Struct, frozen=True):
    """How long a calendar is open on its median day, and in a week."""

    day: timedelta
    week: timedelta


class CompileContext(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that is being read.

    Attributes:
        is_of_today: whether it is a file in its place, and no version that tickets keep.
        zone: the policy's own time zone.
        openings: of the calendars that could be read, by name.
        files: where holidays are that the policy leaves to files.
        readers: of every kind of name and every section that stands inside another.
    """

    report: Diagnostics
    known: DeclaredNames
    today: date
    is_of_today: bool
    zone: str
    openings: dict[str, OpenTime]
    files: HolidayFiles
    readers: dict[Any, Convert[Any]]

    def section(
        self, node: Node, *types: Any, readers: Readers | None = None, extra: tuple[str, ...] = ()
    ) -> Section:
        """Open a table whose keys are the fields of types; own readers come before the others."""
        return Section(
            node,
            *types,
            report=self.report,
            readers={**self.readers, **(readers or {})},
            extra=extra,
        )

    def whole(self, kind: Any) -> Convert[Any]:
        """Return the reader of a table that is just what its type says."""
        return lambda node: self.section(node, kind).read(kind)
