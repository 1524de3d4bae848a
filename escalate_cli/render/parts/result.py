"""What a result of a command is: data to programs, a page to people."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.arrangement import arranged
from escalate_cli.render.parts.data.json_values import Fields

if TYPE_CHECKING:
    from escalate_cli.render.parts.printer import Printer

T = TypeVar("T")


class Result(ABC):
    """One result in all its looks; `Printer.show` picks the one that was asked for.

    A new result is one file in `render/results` that its command names; nothing else is edited.
    """

    @abstractmethod
    def data(self, printer: "Printer") -> None:
        """Write it for a program, or the fields that somebody chose."""

    @abstractmethod
    def page(self, printer: "Printer") -> None:
        """Show it to a person."""

    def arranged(self, asked: Invocation) -> Self:  # noqa: ARG002 - what is no list has no order
        """Return it with its things in the order asked for, without what is too much."""
        return self

    def ids(self) -> Iterable[str] | None:
        """Return what a quiet command prints alone; None where it prints what others do."""
        return None

    def complaints(self) -> Iterable[str]:
        """Return what failed, for stderr, before it."""
        return ()

    def remarks(self) -> Iterable[str]:
        """Return what is said of it on stderr, after it."""
        return ()


class Document(Result, Generic[T]):
    """A result that is one JSON document; in a pipe a field a line, or rows where it has any.

    Attributes:
        columns: the names of what a row holds; nothing where there are no rows.
    """

    columns: Sequence[str] = ()

    def __init__(self, value: T) -> None:
        self.value = value

    @abstractmethod
    def document(self) -> Mapping[str, object]:
        """Return it as JSON has it."""

    def rows(self) -> Iterable[Sequence[object]]:
        """Return its rows, one figure each."""
        return ()

    def data(self, printer: "Printer") -> None:
        """Write the document, or its rows."""
        if self.columns and not printer.writer.is_json:
            known = {name: itemgetter(place) for place, name in enumerate(self.columns)}
            printer.writer.records(self.rows(), known, self.columns)
        else:
            printer.document(self.document())


class Records(Result, Generic[T]):
    """A result that is some things of one kind, each a record of the same fields.

    Args:
        many: whether it is an array even of one thing.

    Attributes:
        fields: those of a record.
        columns: those of a row, where it has not all of them.
        extra: fields that are given only where they are chosen.
        order: other values than its own by which a field is sorted.
        nothing: what a person is told where there is no record.
    """

    fields: Fields[T]
    columns: Sequence[str] = ()
    extra: Fields[T] | None = None
    order: Fields[T] | None = None
    nothing: str

    def __init__(self, things: Sequence[T], *, many: bool = True) -> None:
        self.things = things
        self.many = many
        self._hidden = 0

    def arranged(self, asked: Invocation) -> Self:
        """Arrange the records, and count those that are left out."""
        sorted_by = {**self.fields, **(self.extra or {}), **(self.order or {})}
        shown = list(arranged(self.things, sorted_by, asked))
        self._hidden = len(self.things) - len(shown)
        self.things = shown
        return self

    def data(self, printer: "Printer") -> None:
        """Write a record for each thing."""
        columns = self.columns or tuple(self.fields)
        printer.writer.records(self.things, self.fields, columns, many=self.many, extra=self.extra)

    def page(self, printer: "Printer") -> None:
        """Show them, or say that there are none; chosen columns and groups as plain rows."""
        if not self.things:
            printer.say(self.nothing)
        elif printer.writer.has_columns:
            self.data(printer)
        else:
            self.table(printer)
        if self._hidden:
            printer.writer.more(self._hidden)

    def table(self, printer: "Printer") -> None:
        """Show plain rows under the names of the fields, instants in local time."""
        rows = [[printer.local(getattr(it, name)) for name in self.fields] for it in self.things]
        printer.writer.table(tuple(self.fields), rows)


class Rows(Records[Mapping[str, object]]):
    """An odd list: documents of the same names."""

    nothing = ""

    def __init__(self, documents: Sequence[Mapping[str, object]]) -> None:
        super().__init__(documents)
        self.fields = {name: itemgetter(name) for name in documents[0]}

    def table(self, printer: "Printer") -> None:
        """Show plain rows."""
        self.data(printer)
