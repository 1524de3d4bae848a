"""Reads, splits and decodes every row of a store by msgspec: the least a look over all costs."""

import sys
from pathlib import Path

import msgspec

from escalate_cli.domain.ticket.ticket import Ticket

decode = msgspec.json.Decoder(Ticket).decode
for file in Path(sys.argv[1]).glob("archive/*.json"):
    for line in file.read_bytes().splitlines():
        name, _, row = line.partition(b": ")
        if name[1:-1].isdigit():
            decode(row.rstrip(b","))
