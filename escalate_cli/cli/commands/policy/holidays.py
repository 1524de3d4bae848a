"""`escalate policy holidays`: the public holidays of a country, as a calendar takes them."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.domain.time.instant_parsing import YEARS
from escalate_cli.errors import UsageError
from escalate_cli.policyfile.country_holidays import public_holidays
from escalate_cli.render.results.holidays import HolidaysResult

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate policy holidays DE BE 2027",
    "escalate policy holidays FR 2027 2028 --json",
)


@shared
def command(
    run: "Wiring",
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="Its ISO code, such as DE.")],
    others: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PART] [YEAR...]",
            help="A part of it, such as BE; years [default: this one and the next].",
        ),
    ] = None,
) -> None:
    """List the public holidays of a country or a part of it, as a calendar takes them.

    Needs the extra `calendar`.
    """
    words = others or []
    years = [_year(word) for word in words if word.isdecimal()] or [run.now.year, run.now.year + 1]
    parts = [word for word in words if not word.isdecimal()]
    if len(parts) > 1:
        raise UsageError(
            "a country and one part of it, no more", "escalate policy holidays DE BE 2027"
        )
    found = public_holidays(country, parts[0] if parts else None, years)
    run.printer.show(HolidaysResult(found))


def _year(word: str) -> int:
    if int(word) not in YEARS:
        raise UsageError(f"{word} is outside the years {YEARS[0]} to {YEARS[-1]}")
    return int(word)
