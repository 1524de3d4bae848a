"""Words of the policy as typed: the one that was meant, or an error that names them all."""

from collections.abc import Iterable

from escalate_cli.domain.verbs.refusals import word_among
from escalate_cli.usecases.unit_of_work import must


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """Return the known word that was meant, whatever its case."""
    return must(word_among(value, known, what))
