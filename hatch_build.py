"""The README as a package index shows it, where links to files of this folder lead nowhere."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK_TO_A_FILE = re.compile(r"\[([^]]+)\]\((?!https?:)([^)]+)\)")

_WHERE = '\n"This folder" and the files that are named here are those of the source archive.\n'


class IndexPage(MetadataHookInterface):
    """Fills in the `readme` of the metadata, which pyproject.toml calls dynamic."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Write each link to a file of the source archive as that file's name."""
        page = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = _LINK_TO_A_FILE.sub(r"\1 (`\2`)", page) + _WHERE
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
