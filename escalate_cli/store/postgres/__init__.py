"""A store on a PostgreSQL server, for a team on many machines."""

from typing import TYPE_CHECKING

from escalate_cli.errors import EscalateError

if TYPE_CHECKING:
    from pathlib import Path

    from escalate_cli.store.postgres.postgres_store import PostgresStore
    from escalate_cli.usecases.care.store_care import StoreCare


def open_at(address: str, folder: "Path") -> "PostgresStore":
    """Return the store at an address; the driver is imported only here.

    Args:
        address: where it is.
        folder: where this machine's own files are, backups among them.
    """
    try:
        from escalate_cli.store.postgres.connection.address import address_of  # noqa: PLC0415 - start-up time
        from escalate_cli.store.postgres.postgres_store import PostgresStore  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        raise EscalateError(
            "a store on a server needs the extra `postgres`",
            "python -m pip install 'escalate-cli[postgres]'",
        ) from error
    return PostgresStore(address_of(address), folder)


def care_of(server: "PostgresStore | None", folder: "Path") -> "StoreCare":
    """Return what looks after a store: one on a server, by files of this machine, or a folder."""
    if server is None:
        from escalate_cli.store.care.file_care import FileCare  # noqa: PLC0415 - start-up time

        return FileCare(folder)
    from escalate_cli.store.postgres.care.server_care import ServerCare  # noqa: PLC0415 - the same

    return ServerCare(server, folder)
