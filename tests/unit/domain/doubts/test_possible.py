"""A ticket is possible exactly if one of all tickets is, as far as there is patience."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.sections.conditions import Condition, When
from tests.unit.policyfile.files import policy_of

POSSIBLE = Possible(policy_of("").rules)
VALUES = {
    "priority": ("P1", "P2", "P3"),
    "vip": ("true", "false"),
    "customer": ("acme", "other"),
    "tags": ("x", "y", "z"),
}
TAGS = list(chain.from_iterable(combinations(VALUES["tags"], n) for n in range(4)))
TICKETS = [
    {"priority": (priority,), "vip": (vip,), "customer": customer, "tags": tags}
    for priority, vip, customer, tags in product(
        VALUES["priority"], VALUES["vip"], [(), ("acme",), ("other",), ("third",)], TAGS
    )
]


def _condition(field: str) -> st.SearchStrategy[Condition]:
    values = st.lists(st.sampled_from(VALUES[field]), min_size=1, max_size=3, unique=True)
    made = st.tuples(values.map(tuple), st.booleans())
    return made.map(lambda it: Condition(field=field, values=it[0], negated=it[1]))


CONDITION = st.sampled_from(list(VALUES)).flatmap(_condition)
WHENS = st.lists(st.lists(CONDITION, max_size=3).map(lambda found: When(tuple(found))), max_size=4)


def _matches(when: When, ticket: dict[str, tuple[str, ...]]) -> bool:
    return all(
        bool(set(each.values) & set(ticket[each.field])) is not each.negated
        for each in when.conditions
    )


@settings(max_examples=300, deadline=None)
@given(wanted=WHENS, unwanted=WHENS)
def test_a_ticket_is_possible_if_one_of_all_tickets_is(
    wanted: list[When], unwanted: list[When]
) -> None:
    found = any(
        all(_matches(when, ticket) for when in wanted)
        and not any(_matches(when, ticket) for when in unwanted)
        for ticket in TICKETS
    )
    assert POSSIBLE.any(wanted, unwanted) is found


def test_what_takes_too_long_to_tell_is_possible() -> None:
    tags = [When((Condition(field="tags", values=(f"t{n}",)),)) for n in range(20)]
    never = When((Condition(field="tags", values=("t0",), negated=True),))
    assert POSSIBLE.any([*tags, never])
    assert not POSSIBLE.any([*tags[:9], never])


def test_conditions_about_others_take_no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalate_cli.domain.doubts.possible._PATIENCE", 3)
    rows = [When((Condition(field="customer", values=(f"c{n}",)),)) for n in range(50)]
    assert not POSSIBLE.any([rows[7]], rows)
    assert POSSIBLE.any([rows[7]], [*rows[:7], *rows[8:]])


def test_a_wider_condition_covers_a_narrower_one() -> None:
    narrow = When((Condition(field="priority", values=("P1",)),))
    assert POSSIBLE.covers(When(), narrow)
    assert not POSSIBLE.covers(narrow, When())


IN_A_FILE = st.lists(CONDITION, max_size=4, unique_by=lambda each: (each.field, each.negated)).map(
    lambda found: When(tuple(found))
)


@settings(max_examples=300, deadline=None)
@given(one=IN_A_FILE, other=IN_A_FILE)
def test_conditions_mean_the_same_if_the_same_tickets_match_both(one: When, other: When) -> None:
    same = all(_matches(one, ticket) is _matches(other, ticket) for ticket in TICKETS)
    assert (POSSIBLE.meaning(one) == POSSIBLE.meaning(other)) is same
    assert POSSIBLE.meaning(one) == POSSIBLE.meaning(When(one.conditions[::-1]))
