"""The everyday verbs on TinyDB as its documentation shows them, and nothing else.

No Typer, checks, lock, checksum or second file: what somebody would write in an hour.
"""

import sys

from tinydb import TinyDB, where


def main(path: str, now: str, verb: str, said: str = "") -> None:
    """Log a title, acknowledge a number, or check what is due by now."""
    tickets = TinyDB(path)
    if verb == "log":
        event = {"kind": "ticket_logged", "at": now, "by": "ana"}
        row = {"title": said, "status": "open", "next_at": None, "events": [event]}
        sys.stdout.write(f"{tickets.insert(row)}\n")
    elif verb == "acknowledge":
        tickets.update({"status": "acknowledged", "owner": "ana"}, doc_ids=[int(said)])
    else:
        is_set = where("next_at") != None  # noqa: E711 - TinyDB reads the comparison
        due = tickets.search(is_set & (where("next_at") <= now))
        sys.stdout.writelines(f"{ticket.doc_id}\n" for ticket in due)


if __name__ == "__main__":
    main(*sys.argv[1:])
