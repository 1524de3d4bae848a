"""The setting of how late a message is still news; `Message.is_late` goes by it."""

from datetime import timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc


class LateNews(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the messages of a step that is entered long after it was taken."""

    expire: Annotated[
        timedelta,
        Doc("duration; what a step tells that is entered later than that is not sent", "2d"),
    ] = timedelta(days=7)
