"""How the words of a query are read, and which are refused with the nearest that is none."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.query import FieldTerm, InstantTerm, Not, Query, TextTerm
from escalate_cli.usecases.insight.query_parsing import FIELDS, INSTANTS, parse
from tests.unit.usecases.conftest import a_context, staffed

CONTEXT = a_context(staffed())


def read(*words: str, everything: bool = False) -> Query:
    """Read a query as ana on Monday at nine."""
    return parse(words, CONTEXT, everything=everything)


@pytest.mark.parametrize(
    ("word", "says", "advice"),
    [
        ("colour:red", "'colour' is nothing a query can ask for", "known are is, status"),
        ("stauts:open", "'stauts' is nothing", "did you mean 'status:'?"),
        ("-tga:spam", "'tga' is nothing", "did you mean 'tag:'?"),
        ("--tag:spam", "'-tag' is nothing", "did you mean 'tag:'?"),
        ("not:not:tag:x", "'not' is nothing", "known are is"),
        ("not:", "'not' is nothing", "known are is"),
        ("is:red", "'is:red' is nothing", "known are is:mine, is:overdue, is:breached"),
        ("is:breech", "'is:breech' is nothing", "did you mean 'is:breached'?"),
        ("is:open", "'is:open' is no word of a query", "write status:open"),
        ("status:opne", "there is no status 'opne'", "did you mean 'open'?"),
        ("status:done", "there is no status 'done'", "acknowledged"),
        ("priority:P9", "there is no priority 'P9'", "P1, P2, P3"),
        ("level:L9", "there is no level 'L9'", "L1, L2, L3"),
        ("management:boss", "there is no management 'boss'", "lead, manager"),
        ("team:netwrok", "there is no team 'netwrok'", "did you mean 'network'?"),
        ("status:-", "there is no status '-'", "known are open"),
        ("not", "'not' is no word of a query", "not:tag:spam or -tag:spam"),
        ("OR", "'OR' is no word of a query", "priority:P1,P2"),
        ("and", "'and' is no word of a query", "anyway"),
        ("@me", "'@me' is no word of a query", "owner:@me or is:mine"),
        ("-", "'-' is no word of a query", "not:"),
        ("status=open", "'status=open' is no word of a query", "did you mean 'status:'?"),
        ("due<2h", "'due<2h' is no word of a query", "did you mean 'due:'?"),
        ("tags!=spam", "'tags!=spam' is no word of a query", "did you mean 'tag:'?"),
        ("tag:", "'tag:' asks for nothing", "tag:- is without one"),
        ("tag:a,,b", "'tag:' has a comma too many", "write tag:A,B"),
        ("due:soon", "'due:soon': 'soon' is not a point in time", "due:<2h"),
        ("logged:2026-11-31", "there is no such day", "updated:today"),
        ("logged:2026-13", "there is no such month", "closed:2026-W47"),
        ("due:<", "is not a point in time", "due:<2h"),
        ("due:<2bd", "needs a calendar", "due:<2h"),
        ("due:2h", "is one instant", "write due:<2h or due:>2h"),
        ("http://db1", "'http' is nothing", """text with a colon is quoted: '"http://db1"'"""),
        ('"mail server', "has an open quotation mark", "None"),
    ],
)
def test_what_looks_like_a_query_and_is_none_is_refused_with_the_nearest(
    word: str, says: str, advice: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(word)
    assert says in str(refused.value)
    assert advice in str(refused.value.help)


@pytest.mark.parametrize(
    ("words", "everything", "finished"),
    [
        (["status:open"], False, False),
        (["status:resolved"], False, True),
        (["status:open,Closed"], False, True),
        (["-status:closed"], False, False),
        (["resolved:today"], False, True),
        (["closed:>=2026-11"], False, True),
        (["resolved:-"], False, False),
        (["logged:today"], False, False),
        (["closed"], False, False),
        ([], True, True),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else "",
)
def test_finished_tickets_are_looked_at_only_where_they_are_asked_for(
    words: list[str], everything: bool, finished: bool
) -> None:
    assert read(*words, everything=everything).finished is finished


@pytest.mark.parametrize("word", FIELDS)
def test_every_field_can_be_asked_for(word: str) -> None:
    value = {"status": "open", "priority": "P1", "level": "L1"}.get(word, "-")
    assert read(f"{word}:{value}").terms == (FieldTerm(FIELDS[word], {value.casefold()}),)


@pytest.mark.parametrize("word", INSTANTS)
def test_every_instant_can_be_asked_for(word: str) -> None:
    assert read(f"{word.upper()}:-").terms == (InstantTerm(INSTANTS[word]),)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('"mail: server" down', (TextTerm("mail: server"), TextTerm("down"))),
        ('"status:open"', (TextTerm("status:open"),)),
        ('"not"', (TextTerm("not"),)),
        ('-"-x"', (Not(TextTerm("-x")),)),
        ('customer:"ACME Corp"', (FieldTerm("customer", {"acme corp"}),)),
        ("not:mail", (Not(TextTerm("mail")),)),
        ("a=b 2<3", (TextTerm("a=b"), TextTerm("2<3"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_quoted_is_text(query: str, terms: tuple[object, ...]) -> None:
    assert tuple(map(_plain, read(query).terms)) == terms


def _plain(term: object) -> object:
    """Return a term with its collections as they compare."""
    if isinstance(term, Not):
        return Not(_plain(term.term))  # type: ignore[arg-type]
    return TextTerm(term.text) if isinstance(term, TextTerm) else term


def test_what_costs_most_is_asked_last() -> None:
    terms = read("mail is:overdue due:<2h -tag:spam priority:P1 logged:today").terms
    assert [term.cost for term in terms] == [0, 0, 0, 1, 1, 2]


def test_where_no_team_is_kept_any_may_be_asked_for() -> None:
    nobody = a_context(staffed(teams={}))
    assert parse(["team:x"], nobody).terms == (FieldTerm("team", {"x"}),)
