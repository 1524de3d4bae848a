"""What of a policy its tests used, and what they never did."""

from collections.abc import Iterator, Mapping

from escalate_cli.domain.time.plain_values import plain
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.policy.policy_coverage import Coverage, Covered


def coverage_document(coverage: Coverage) -> dict[str, object]:
    """Return it as JSON has it, by kind of thing."""
    return {
        kind: {"n": len(each.every), "used": each.used, "unused": plain(each.unused)}
        for kind, each in _kinds(coverage).items()
    }


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield how much of each kind was used, and each thing that was not."""
    yield "coverage"
    for kind, each in _kinds(coverage).items():
        yield f"  {kind:<10}  {each.used:>4} of {len(each.every)}"
        yield from (f"    never used: {one_line(name)}" for name in each.unused)


def _kinds(coverage: Coverage) -> Mapping[str, Covered]:
    return {kind: getattr(coverage, kind) for kind in coverage.__struct_fields__}
