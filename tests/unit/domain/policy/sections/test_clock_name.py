"""The clocks: named as policies, stores and scripts have them."""

from escalate_cli.domain.policy.sections.clock_name import CLOCKS, PAUSED_BY_DEFAULT, ClockName


def test_clocks_are_printed_as_policies_name_them() -> None:
    assert ", ".join(CLOCKS) == (
        "first_response, next_response, update, acknowledge, level, resolve"
    )


def test_all_clocks_but_one_stand_still_while_a_ticket_waits() -> None:
    assert set(CLOCKS) - set(PAUSED_BY_DEFAULT) == {ClockName.ACKNOWLEDGE}
