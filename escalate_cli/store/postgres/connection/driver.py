"""The driver, loaded without Python's own TLS, which it would load only to leave it alone.

libpq brings a TLS of its own, and sets that up where Python was built without any. A tenth of what
a short command costs is saved.
"""

import sys
from types import ModuleType
from typing import Final, cast

_TLS: Final = "ssl"

_is_loaded = _TLS in sys.modules
if not _is_loaded:
    sys.modules[_TLS] = cast("ModuleType", None)  # whoever imports it hears that there is none
try:
    import psycopg2
    from psycopg2.extensions import AsIs, cursor, parse_dsn
finally:
    if not _is_loaded:
        del sys.modules[_TLS]

__all__ = ["AsIs", "cursor", "parse_dsn", "psycopg2"]
