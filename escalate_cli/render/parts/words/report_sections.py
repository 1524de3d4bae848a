"""Sections of a report: which figures belong to each, in whatever look."""

from collections.abc import Collection, Mapping
from typing import Final

SLA, FLOW, LOAD, PEOPLE, TRIGGERS, REVIEWS = "sla", "flow", "load", "people", "triggers", "reviews"
_FIGURES: Final[Mapping[str, Collection[str]]] = {
    SLA: {"clocks", "clock", "mtta_seconds", "mttr_seconds", "worst"},
    FLOW: {
        *("flow", "logged", "resolved", "backlog", "reopenings", "returns"),
        *("complaints", "repeat_complaints"),
    },
    LOAD: {"levels", "level", "escalation_hours"},
    PEOPLE: {"responses"},
    TRIGGERS: {
        *("escalations", "escalations_by_ladder", "escalations_by_trigger"),
        *("triggers", "trigger"),
    },
    REVIEWS: {"reviews", "root_cause", "factor"},
}
"""The fields of the document, and the first words of the rows, that belong to each."""

SECTIONS: Final = tuple(_FIGURES)


class Shown:
    """Which sections are shown; what belongs to none always is.

    Attributes:
        is_whole: none were chosen.
    """

    def __init__(self, sections: Collection[str] = ()) -> None:
        self.is_whole = not sections
        self._sections = set(sections or SECTIONS)
        self._hidden = {
            name
            for section, names in _FIGURES.items()
            if section not in self._sections
            for name in names
        }

    def __contains__(self, section: str) -> bool:
        return section in self._sections

    def shows(self, figure: str) -> bool:
        """Tell whether a figure is shown, by its field or by the first word of its row."""
        return figure not in self._hidden

    def of(self, document: Mapping[str, object]) -> dict[str, object]:
        """Return those fields of a document that are shown."""
        return {name: value for name, value in document.items() if self.shows(name)}


EVERY: Final = Shown()
"""The whole report."""
