"""Show the text on the error output of the command that sends."""

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.notify.channels import Means, channel
from escalate_cli.notify.payload import cut

LONGEST = 30_000


@channel
def show(parcel: Batch, means: Means) -> None:
    """Print for whom a message is and what it says, made harmless for a terminal."""
    means.say(f"message to {parcel.to}: {cut(parcel.text, LONGEST)}")
