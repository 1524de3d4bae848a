"""Laws of undo: what was done, taken back and done again is as if it had been done once."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from tests.property.desk import VERBS, Deed, Desk, a_deed_of, deeds_of, figures
from tests.property.test_engine_laws import laws
from tests.property.test_people_laws import POLICY

lives = deeds_of(VERBS, most=6)
last = a_deed_of(VERBS)


def lived(deeds: list[Deed]) -> Desk:
    desk = Desk(POLICY)
    for deed in deeds:
        desk.does(deed)
        desk.looks()
    return desk


def slip(run: Context) -> object:
    """Take back what was typed last, and say why."""
    return undo(run, message="a slip")


def goes_on(desk: Desk, deeds: list[Deed]) -> tuple[object, ...]:
    """Let life go on, and tell what has become of it all."""
    for deed in deeds:
        desk.does(deed)
        desk.looks()
    assert verify(desk.context).differences == ()
    return figures(desk.context), list(desk.runs()), sorted(desk.history.fired)


@laws
@given(lives, last, lives)
def test_undo_and_redo_at_once_leaves_the_same_figures(
    before: list[Deed], deed: Deed, after: list[Deed]
) -> None:
    once, again = lived(before), lived(before)
    if once.does(deed):
        again.does(deed)
        if again.types(deed.by, slip):
            assert again.does(replace(deed, minutes=0))
    else:
        again.passes(deed.minutes)
    assert goes_on(again, after) == goes_on(once, after)


@laws
@given(lives, last, st.sampled_from([5, 70, 400]), lives)
def test_what_is_taken_back_later_has_never_been(
    before: list[Deed], deed: Deed, minutes: int, after: list[Deed]
) -> None:
    """What the policy made of the mistake, and whatever else it did since, is decided anew."""
    never, mistaken = lived(before), lived(before)
    never.passes(deed.minutes + minutes)
    is_done = mistaken.does(deed)
    mistaken.looks()
    mistaken.passes(minutes)
    mistaken.looks()
    if is_done and mistaken.types(deed.by, slip):
        for desk in (never, mistaken):
            desk.looks()
        assert goes_on(mistaken, after) == goes_on(never, after)
