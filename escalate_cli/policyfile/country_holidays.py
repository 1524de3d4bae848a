"""The public holidays of a country, to paste into a policy; `domain/time/holidays` has Easter."""

from collections.abc import Sequence
from datetime import date

from escalate_cli.errors import UsageError
from escalate_cli.policyfile.reading.ics_parser import NEEDS_EXTRA
from escalate_cli.strict_yaml.name_resolution import near
from escalate_cli.strict_yaml.syntax_tree import quoted


def public_holidays(
    country: str, subdivision: str | None, years: Sequence[int]
) -> list[tuple[date, str]]:
    """Return dates and names in order; raises UsageError for a country or a part not covered."""
    try:
        import holidays  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("policy holidays needs the extra 'calendar'", NEEDS_EXTRA) from None
    countries = holidays.list_supported_countries()
    code = country.upper()
    if code not in countries:
        raise UsageError(
            f"no holidays are known of the country {quoted(country)}", near(code, countries)
        )
    part = None
    if subdivision is not None:
        parts = {each.upper(): each for each in countries[code]}
        part = parts.get(subdivision.upper())
        if part is None:
            raise UsageError(
                f"no holidays are known of {quoted(subdivision)} in {code}",
                f"known: {', '.join(parts.values())}" if parts else None,
            )
    return sorted(holidays.country_holidays(code, subdiv=part, years=years).items())
