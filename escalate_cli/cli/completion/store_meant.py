"""The store that a command line means which is being typed, settings of the person included."""

import os
from collections.abc import Mapping
from pathlib import Path

from escalate_cli.paths import StoreLocation, config_file, find_store


def store_meant(options: Mapping[str, str]) -> StoreLocation:
    """Find the store; whoever presses TAB is a person, whose settings count."""
    return find_store(options.get("--store"), os.environ, Path.cwd, _store_of_settings)


def _store_of_settings() -> str | None:
    from escalate_cli.settings.config_file import read_config  # noqa: PLC0415 - start-up time

    return read_config(config_file(os.environ)).settings.store
