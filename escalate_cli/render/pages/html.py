"""HTML: pages made of our own templates, in which every value is text, whatever it holds."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # few commands make a page
    from jinja2 import Environment

BEGINNING = "<!doctype html>\n<!-- made by escalate -->\n"
"""By this a page of ours is known again, and may be written anew."""


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - start-up time

    return Environment(
        loader=PackageLoader("escalate_cli.render.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_of(template: str, **values: object) -> str:
    """Return a page; its style, its charts and what may be loaded are those of all pages."""
    return BEGINNING + _environment().get_template(template).render(values)
