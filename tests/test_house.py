"""Sizes and words that keep the code easy to enter."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from escalate_cli import __version__
from escalate_cli.domain.ticket.events import AnyEvent

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "escalate_cli").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LINES_OF_A_MODULE = 400
LINES_TO_LOOK_AGAIN = 300
LONG = {
    "escalate_cli/wiring.py": "every concrete part is picked in it, and only there",
    "escalate_cli/usecases/ports.py": "what the verbs need, a line or two each",
    "escalate_cli/domain/ticket/events/base.py": "what an event may say of itself, a line each",
}
"""Modules of more lines than make one look again, each with its reason."""

MODULES_OF_A_ROOM = 24
ONE_OF_EACH = {
    "cli/commands": "a command",
    "domain/verbs": "a verb, decided",
    "usecases/verbs": "a verb, carried out on a store",
    "render/results": "a result",
}
"""Folders that hold one module for each of what they are named after: as many as there are."""

LINES_OF_A_FUNCTION = 50
FILES_THAT_KNOW_AN_EVENT = 8
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common"}
WORDS_OF_SEVERAL_MEANINGS = {"settle", "settled", "facts", "told", "known", "place"}
OF_ONE_MEANING = {
    "domain/ticket/clock/sla_clock.py:settled": "a clock, counted up to an instant",
    "wiring.py:place": "where the store is",
}
"""Functions whose word, there, can mean one thing only."""

CALLED_BY_LIBRARIES = {
    "cli/live_board/app.py": "Textual calls actions of keys and handlers of events by their names",
    "cli/live_board/lookout.py": "Textual does so here",
    "cli/live_board/panel.py": "Textual asks it what it is made of",
    "cli/live_board/ticket_page.py": "Textual asks it too",
    "cli/command_loader.py": "Typer calls what a class of it overrides",
    "notify/channels/apprise.py": "logging calls its handlers",
    "notify/ping.py": "urllib asks it where a redirect leads",
}
"""Modules whose functions may be called by nothing in the package."""

KEPT_ELSEWHERE = {
    **dict.fromkeys(
        (
            "exchange/mapping_choice",
            "exchange/foreign_file",
            "exchange/reading/history_reader",
            "exchange/mappings/mapping",
            "exchange/mappings/mapping_catalogue",
            "exchange/mappings/mapping_file",
            "exchange/reading/note_reader",
            "exchange/mapping_proposal",
            "exchange/second_file",
            "exchange/mappings/sources",
            "exchange/files/table",
            "exchange/reading/update",
            "exchange/files/json_records",
            "exchange/reading/month_names",
        ),
        ("cli/test_import_kinds.py", "by the files that they read"),
    ),
    **dict.fromkeys(
        ("exchange/mail/body", "exchange/mail/headers"),
        ("unit/exchange/mail/test_reader.py", "by the mails that they read"),
    ),
    "cli/feeds": ("cli/test_feeds.py", "what comes in, by what becomes of it"),
    "domain/doubts/": ("unit/policyfile/test_mistakes.py", "by policies that have them, or not"),
    "domain/policy/doubt": ("unit/policyfile/test_mistakes.py", "what all doubts are"),
    **dict.fromkeys(
        (
            "usecases/policy/calendar_meaning",
            "usecases/policy/duty_changes",
            "usecases/policy/policy_meaning",
            "usecases/policy/rule_changes",
            "usecases/policy/trigger_order",
            "usecases/policy/value_changes",
        ),
        ("unit/usecases/policy/test_compare_policies.py", "by changes"),
    ),
    "policyfile/doubtful": ("unit/policyfile/test_mistakes.py", "doubts, each at its place"),
    "exchange/reading/word_reader": (
        "unit/exchange/reading/test_row_reader.py",
        "one half of a row",
    ),
    "cli/typed/arguments": ("cli", "arguments that commands share, each a line without a choice"),
    "cli/typed/ticket_options": ("cli", "the same"),
    "cli/typed/given_values": ("cli/test_typed_values.py", "what is typed, by what becomes of it"),
    "cli/typed/words_after": ("cli/test_words_after.py", "what is typed, by what becomes of it"),
    "cli/programs": ("test_docs_extending.py", "programs, by what they are run with"),
    "exchange/mappings/importers": (
        "test_docs_extending.py",
        "what a package offers, by a package",
    ),
    "extensions": ("test_docs_extending.py", "the same"),
    "policyfile/reading/extension_names": ("test_docs_extending.py", "the same"),
    "cli/check_line": ("cli/test_first_day.py", "a line that two commands print"),
    "cli/asking/drafts": ("cli/test_questions.py", "files, by what is left of them"),
    "cli/asking/editor": ("cli/test_questions.py", "a program that a terminal needs"),
    "cli/first_day": ("cli/test_first_day.py", "a conversation, by what comes of it"),
    "cli/first_questions": ("cli/test_first_day.py", "the same"),
    "cli/policies/named_policy": ("cli/test_new_policy.py", "a file, by what becomes of it"),
    "cli/policies/new_policy": ("cli/test_new_policy.py", "the same"),
    "cli/asking/missing_values": (
        "cli/test_questions.py",
        "questions, by what comes of the answers",
    ),
    "cli/asking/questions": ("cli/test_questions.py", "the same"),
    "cli/asking/review_questions": ("cli/test_questions.py", "questions, by what comes of them"),
    "cli/asking/reason_questions": (
        "cli/test_questions.py",
        "questions, by what comes of them",
    ),
    "cli/asking/wait_questions": ("cli/test_questions.py", "questions, by what comes of them"),
    "cli/asking/same_issue": ("cli/test_look_alikes.py", "a question that a terminal needs"),
    "policyfile/team_policy": ("cli/test_first_day.py", "a text, by the policy that it makes"),
    "cli/habits": ("cli/test_habits.py", "command lines, by what is said of them"),
    "cli/completion/": ("cli/test_completion.py", "words, by what TAB offers"),
    "cli/live_board/": ("cli/test_board_live.py", "a screen, by what keys do on it"),
    "cli/elsewhere": ("cli/test_link.py", "a line that two commands print"),
    "cli/policies/own_policy": ("cli/test_init.py", "by what is begun"),
    "store/postgres/": ("contract/test_stores.py", "a kind of store, by what every store keeps"),
    "domain/engine/decision": ("unit/domain/engine/test_engine.py", "values without a rule"),
    "domain/messages/message_kind": ("unit/domain/messages/test_notifications.py", "a list"),
    "domain/policy/sections/message_expiry": (
        "unit/usecases/outbox/test_deliver.py",
        "a value, by what expires",
    ),
    "usecases/planned_work": (
        "unit/usecases/verbs/test_maintenance.py",
        "by the windows that are announced",
    ),
    "domain/policy/sections/maintenance": (
        "unit/domain/engine/test_maintenance.py",
        "a value, by what it silences",
    ),
    "domain/policy/people": ("unit/domain/policy/test_policy.py", "one half of a policy"),
    "domain/policy/sections/policy_key": (
        "unit/policyfile/test_reference.py",
        "by what the page says",
    ),
    "domain/policy/sections/repeat": (
        "unit/domain/engine/test_repeats.py",
        "a value, by when it speaks",
    ),
    "domain/policy/sections/review": (
        "unit/domain/ticket/test_owed_review.py",
        "a value, by what it owes",
    ),
    "domain/policy/rules": ("unit/domain/policy/test_policy.py", "one half of a policy"),
    "domain/ticket/events/": ("unit/domain/ticket/test_history.py", "values, by what they do"),
    "cli/native_import": ("cli/test_merge.py", "one source of import, by what comes in"),
    "domain/policy/standing/merges": (
        "unit/usecases/care/test_merge_stores.py",
        "a receipt, by the merge",
    ),
    "store/rows/memory_tables": ("contract/test_stores.py", "rows of a store, by what it keeps"),
    "store/rows/whole": (
        "unit/usecases/care/test_merge_stores.py",
        "a store as a whole, by what it becomes",
    ),
    "usecases/care/merged_standing": (
        "unit/usecases/care/test_merge_stores.py",
        "a part of a merge",
    ),
    "usecases/care/transplant": ("unit/usecases/care/test_merge_stores.py", "a part of a merge"),
    "render/parts/words/missed_text": ("cli/test_beat.py", "by what check prints"),
    "usecases/automation/decided_ticket": (
        "unit/usecases/automation/test_decide_tickets.py",
        "values, by what decides",
    ),
    "usecases/outbox/explained_messages": (
        "unit/usecases/outbox/test_list_retry_drop.py",
        "by the list that it explains",
    ),
    "usecases/outbox/message_tickets": (
        "unit/usecases/outbox/test_delivery_events.py",
        "by the outbox that it reads for",
    ),
    "usecases/care/withdrawal": (
        "unit/usecases/care/test_undo.py",
        "what undo does, and an import",
    ),
    "domain/verbs/outcome": (
        "unit/usecases/test_unit_of_work.py",
        "values, by the errors that they become",
    ),
    "invocation": ("unit/cli/test_global_options.py", "values, by the options that fill them"),
    "policyfile/compile": ("unit/policyfile/test_policy.py", "sections, taken together"),
    "policyfile/compile_context": ("unit/policyfile/test_policy.py", "values without a rule"),
    "policyfile/policy_tests/policy_test_expect": (
        "unit/policyfile/policy_tests/test_policy_test_file.py",
        "one half of a file of tests",
    ),
    "policyfile/policy_tests/policy_test_page": (
        "unit/policyfile/policy_tests/test_policy_test_file.py",
        "what all tests are read with",
    ),
    "usecases/policy/policy_tests": (
        "unit/usecases/policy/test_run_policy_tests.py",
        "values, by the run that they are for",
    ),
    "usecases/policy/policy_test_observation": (
        "unit/usecases/policy/test_run_policy_tests.py",
        "by what a test can expect",
    ),
    "policyfile/reading/": ("unit/policyfile/test_mistakes.py", "by the mistakes that it names"),
    "strict_yaml/": ("unit/policyfile/test_mistakes.py", "by the mistakes that it names"),
    "policyfile/sections/": ("unit/policyfile/test_policy.py", "by the policy that they make"),
    "policyfile/trigger_catalogue": ("cli/test_policy.py", "a list, by the command that shows it"),
    "cli/tutorial_story": ("cli/test_tutorial.py", "what is played there"),
    "cli/tutorial_stage": ("cli/test_tutorial.py", "by the steps that it runs"),
    "cli/published_pages": ("cli/test_report_page.py", "by the pages that it writes"),
    "render/pages/handed_out": ("cli/test_handoff.py", "by the command that hands out"),
    "render/pages/handoff_document": ("cli/test_handoff.py", "by the page that it makes"),
    "cli/exported_review": ("cli/test_review_export.py", "by the files that it writes"),
    "render/pages/review_document": ("cli/test_review_export.py", "by the files that it makes"),
    "render/pages/html": ("unit/render/pages/test_report_html.py", "by the pages made of it"),
    "render/parts/words/report_sentences": (
        "unit/render/pages/test_report_html.py",
        "by the page that they stand on",
    ),
    "render/parts/screen/asker": ("unit/render/results/test_logged.py", "it answers for people"),
    "render/parts/data/data_writer": (
        "unit/render/test_promised_json.py",
        "by the documents that it writes",
    ),
    "render/parts/event_document": (
        "unit/render/test_promised_json.py",
        "a part of each history",
    ),
    "render/parts/data/ticket_fields": (
        "unit/render/test_promised_json.py",
        "a part of each list",
    ),
    "render/results/": ("unit/render/test_promised_json.py", "by its document or page"),
    "usecases/care/store_care": ("unit/store/care/test_file_care.py", "a port, by its one kind"),
    "usecases/ports": ("contract/test_stores.py", "protocols, by what every store keeps"),
    "usecases/records": ("contract/test_stores.py", "values, by what every store keeps"),
}
"""Modules, or folders of them, without a test file of their own: where it is kept, and why."""

LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Defined(NamedTuple):
    """A function or a class of a module, without what is in it."""

    name: str
    lines: int
    is_class: bool
    is_decorated: bool


@cache
def _defined(path: Path) -> tuple[Defined, ...]:
    """Return what a module defines; several tests ask, and to parse all modules takes a second."""
    return tuple(
        Defined(
            name=node.name,
            lines=(node.end_lineno or node.lineno) - node.lineno + 1,
            is_class=isinstance(node, ast.ClassDef),
            is_decorated=bool(node.decorator_list),
        )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )


def _where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_module_is_short_or_says_why_not() -> None:
    lines = {_where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    most = dict.fromkeys(lines, LINES_TO_LOOK_AGAIN) | dict.fromkeys(LONG, LINES_OF_A_MODULE)
    assert {where: count for where, count in lines.items() if count > most[where]} == {}


def test_a_folder_is_taken_in_at_a_look() -> None:
    rooms = Counter(
        path.parent.relative_to(ROOT / "escalate_cli").as_posix()
        for path in CODE
        if path.name != "__init__.py"
    )
    crowded = {room for room, modules in rooms.items() if modules > MODULES_OF_A_ROOM}
    assert crowded == {room for room in ONE_OF_EACH if rooms[room] > MODULES_OF_A_ROOM}


def test_a_use_case_is_given_the_store_for_a_moment_or_for_a_change() -> None:
    """A store of many writers runs the work of a change again, which a block cannot be."""
    cases = (ROOT / "escalate_cli" / "usecases").rglob("*.py")
    assert [_where(p) for p in cases if ".transaction(" in p.read_text(encoding="utf-8")] == []


def test_a_function_is_short() -> None:
    long = {
        f"{_where(path)}:{each.name}": each.lines
        for path in CODE
        for each in _defined(path)
        if not each.is_class and each.lines > LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_no_module_is_named_after_nothing() -> None:
    assert [_where(path) for path in CODE if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_few_files_know_a_kind_of_event() -> None:
    words = {
        _where(path): set(re.findall(r"\w+", path.read_text(encoding="utf-8"))) for path in CODE
    }
    names = [kind.__name__ for kind in get_args(AnyEvent)]
    knowing = {name: [where for where, used in words.items() if name in used] for name in names}
    few = range(3, FILES_THAT_KNOW_AN_EVENT + 1)
    assert {name: files for name, files in knowing.items() if len(files) not in few} == {}


def _is_named_elsewhere(module: str) -> bool:
    return any(
        module == name or (name.endswith("/") and module.startswith(name))
        for name in KEPT_ELSEWHERE
    )


def _is_tested(path: Path) -> bool:
    within = path.relative_to(ROOT / "escalate_cli").with_suffix("")
    test = ROOT / "tests" / "unit" / within.parent / f"test_{within.name.rstrip('_')}.py"
    by_command = within.parts[:2] == ("cli", "commands")  # tests/cli has the command lines
    is_package = within.name in {"__init__", "__main__"}
    return test.exists() or by_command or is_package or _is_named_elsewhere(str(within))


def test_a_module_has_its_test_or_says_where_it_is_kept() -> None:
    assert [_where(path) for path in CODE if not _is_tested(path)] == []


def test_what_is_kept_elsewhere_is_there() -> None:
    kept = {where for where, _ in KEPT_ELSEWHERE.values()}
    assert {where for where in kept if not (ROOT / "tests" / where).exists()} == set()


def _first_word(name: str) -> str:
    words = re.findall("[A-Z]?[a-z0-9]+", name)
    return words[0].lower() if words else ""


def test_no_function_or_class_is_named_by_a_word_of_several_meanings() -> None:
    names = {
        f"{path.relative_to(ROOT / 'escalate_cli')}:{each.name}"
        for path in CODE
        for each in _defined(path)
    }
    doubtful = {
        name
        for name in names - OF_ONE_MEANING.keys()
        if _first_word(name.rpartition(":")[2]) in WORDS_OF_SEVERAL_MEANINGS
    }
    assert doubtful == set()


def test_no_class_name_is_used_twice() -> None:
    """But in what scripts import, whose names are short and stand for the public shapes."""
    names = Counter(
        each.name
        for path in CODE
        if path.stem not in {"api", "document_types"}
        for each in _defined(path)
        if each.is_class and not each.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def _used(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                yield name
            case ast.alias(name=name, asname=str()):
                yield name


def test_no_function_or_class_is_there_for_tests_only() -> None:
    """A command is found by its file, a decorated one by its decorator, a dunder by Python."""
    used = {name for path in CODE for name in _used(path)}
    unused = {
        f"{within}:{each.name}"
        for path in CODE
        if (within := str(path.relative_to(ROOT / "escalate_cli"))) not in CALLED_BY_LIBRARIES
        if not within.startswith("cli/commands/")
        for each in _defined(path)
        if not (each.is_decorated or each.name.endswith("__") or each.name in used)
    }
    assert unused == set()


def _asserts(function: ast.AST) -> bool:
    """Tell whether a function has an assertion, or calls one whose name promises it."""
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    calls = {ast.unparse(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)}
    return "pytest.raises" in calls or any(call.startswith("assert_") for call in calls)


def _silent(path: Path) -> list[str]:
    """Name the tests and assertions of a file that cannot fail."""
    return [
        f"{_where(path)}:{node.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith(("test_", "assert_")) and not _asserts(node)
    ]


def test_every_test_and_every_assertion_can_fail() -> None:
    assert [name for path in TESTS for name in _silent(path)] == []


def test_the_lock_names_no_index() -> None:
    assert re.findall(r"^-.*|://\S+", LOCK, re.MULTILINE) == []


def test_the_lock_holds_every_dependency() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {re.split("[<>=]", each)[0].lower() for each in wanted} <= locked


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog
