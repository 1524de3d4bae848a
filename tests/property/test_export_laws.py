"""Laws of export: what goes out comes back as it was, whatever was done before."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.store.care.export_file import export_lines
from escalate_cli.store.care.other_store import of_export
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.care.merge_stores import merge_stores
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.note import note
from tests.property.desk import VERBS, Deed, Desk, deeds_of
from tests.property.test_engine_laws import laws
from tests.property.test_people_laws import POLICY


def exported(context: Context, numbers: set[int] | None = None) -> bytes:
    """Return the bytes of an export."""
    lines = export_lines(context.store.read().dump(numbers))
    return "".join(f"{line}\n" for line in lines).encode()


def taken_in(context: Context, raw: bytes) -> Context:
    """Return what acts on a store of its own that is what an export says."""
    copy = replace(context, store=MemoryStore())
    merge_stores(copy, of_export(raw, "an export"), "an export")
    assert verify(copy).differences == ()
    return copy


def lived(deeds: list[Deed], words: str) -> Desk:
    """Return a desk after what people did, with something that somebody wrote."""
    desk = Desk(POLICY)
    if words.strip():
        note(desk.context, ["1"], words)
    for deed in deeds:
        desk.does(deed)
        desk.looks()
    return desk


@laws
@given(deeds_of(VERBS), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_an_empty_store_becomes_what_was_exported(deeds: list[Deed], words: str) -> None:
    desk = lived(deeds, words)
    raw = exported(desk.context)
    copy = taken_in(desk.context, raw)
    assert exported(copy) == raw
    assert copy.store.read().fingerprint() == desk.context.store.read().fingerprint()


@laws
@given(deeds_of(VERBS), deeds_of(VERBS), st.booleans())
def test_what_went_on_comes_in_and_nothing_twice(
    before: list[Deed], after: list[Deed], is_undone: bool
) -> None:
    desk = lived(before, "")
    copy = taken_in(desk.context, exported(desk.context))
    for deed in after:
        desk.does(deed)
        desk.looks()
    if is_undone:
        desk.types("ana", undo)
    raw = exported(desk.context, {1, 2})
    later = replace(copy, present=desk.context.present)
    assert merge_stores(later, of_export(raw, "x"), "x").both == ()
    assert merge_stores(later, of_export(raw, "x"), "x").known == 2
    assert verify(later).differences == ()
    assert [e.at for e in copy.store.read().events(1)] == [e.at for e in desk.history.events]
