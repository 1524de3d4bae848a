"""The store that a command line means which is being typed, settings of the person included."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from escalate_cli.paths import StoreLocation, config_file, find_store

if TYPE_CHECKING:  # few have settings, and few words ask for them
    from escalate_cli.settings.config_file import Settings


def store_meant(options: Mapping[str, str]) -> StoreLocation:
    """Find the store; whoever presses TAB is a person, whose settings count."""
    return find_store(options.get("--store"), os.environ, Path.cwd, _store_of_settings)


def views_kept() -> Mapping[str, str]:
    """Return the views of the person's settings, each with its query."""
    if not config_file(os.environ).is_file():
        return {}
    return _settings().views


def _store_of_settings() -> str | None:
    return _settings().store


def _settings() -> "Settings":
    from escalate_cli.settings.config_file import read_config  # noqa: PLC0415 - start-up time

    return read_config(config_file(os.environ)).settings
