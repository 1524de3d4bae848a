"""Show the text on the error output of the command that sends."""

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.notify.channels import Means, channel
from escalate_cli.notify.payload import cut

LONGEST = 30_000


@channel
def show(parcel: Batch, means: Means) -> None:
    """Say whom it is for and what it says; the terminal acts on none of it."""
    means.say(f"message to {parcel.to}: {cut(parcel.text, LONGEST)}")
