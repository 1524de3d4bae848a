"""What a browser would make of a page, as far as the standard library tells."""

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "line", "rect", "circle", "path", "col"}


class PageReading(HTMLParser):
    """Reads a page: its tags, its attributes, its text; a tag that is not closed is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text.append(data)

    @property
    def words(self) -> str:
        """Return all that is read, in one line."""
        return " ".join(" ".join(self.text).split())


def palettes(page: str) -> list[dict[str, str]]:
    """Return the colours by name, those of a light page and those of a dark one."""
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    )
    return [light, dark]


def contrast(one: str, another: str) -> float:
    """Return how far apart two colours are, by WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""
    darker, lighter = sorted((_luminance(one), _luminance(another)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
