"""Plug-ins: the modules of a package, found because their files are there."""

import os
from importlib import import_module
from types import ModuleType


def module_names(package: str) -> list[str]:
    """Name the public modules right inside a package, sorted.

    The folder is listed directly: pkgutil would cost some milliseconds at start-up.
    """
    folders = import_module(package).__path__
    names = {_module(folder, entry) for folder in folders for entry in os.listdir(folder)}
    return [f"{package}.{name}" for name in sorted(names) if name and not name.startswith("_")]


def import_all(package: str) -> list[ModuleType]:
    """Import every public module right inside a package."""
    return [import_module(name) for name in module_names(package)]


def _module(folder: str, entry: str) -> str:
    stem, suffix = os.path.splitext(entry)
    if suffix == ".py":
        return stem
    is_package = not suffix and os.path.isfile(os.path.join(folder, entry, "__init__.py"))
    return entry if is_package else ""
