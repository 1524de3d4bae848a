"""A policy is a graph that Graphviz reads, whatever its names are."""

import re
import shutil
import subprocess

import pytest

from escalate_cli.render.results.flow_graphs import dot
from escalate_cli.render.results.flow_model import flow_of
from tests.conftest import a_policy, clock_rule
from tests.snapshot import assert_matches
from tests.unit.render.results.test_flow_model import TRAFFIC, sample

HOSTILE = 'a"]; b [label="c\\'
LABEL = r'"(?:[^"\\\n]|\\.)*"'
LINE = re.compile(
    rf"digraph policy {{|}}|  }}|  label={LABEL}; rankdir=TB; node \[shape=box\];"
    rf"|  subgraph cluster_\w+ {{ label={LABEL};| +\w+ \[label={LABEL}(, style=rounded)?\];"
    rf"|  \w+ -> \w+ \[label={LABEL}, style=(solid|dashed|bold)\];"
)


def test_a_sample_is_drawn_as_it_is_on_record() -> None:
    drawn = "".join(f"{line}\n" for line in dot(flow_of(sample("it-support"))))
    assert_matches("flow/it-support.dot", drawn)


@pytest.mark.parametrize("name", [HOSTILE, "two\nlines", "\x1b]0;x\x07"])
def test_no_name_leaves_its_label(name: str) -> None:
    policy = a_policy(name=name, rules=(clock_rule(name, escalate="next", notify=(name,)),))
    lines = list(dot(flow_of(policy, TRAFFIC)))
    assert [line for line in lines if not LINE.fullmatch(line)] == []


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws_it() -> None:
    text = "\n".join(dot(flow_of(sample("it-support"), TRAFFIC)))
    options = {"input": text, "encoding": "utf-8", "capture_output": True}
    done = subprocess.run(["dot", "-Tsvg"], check=False, **options)  # type: ignore[call-overload]
    assert (done.returncode, done.stderr) == (0, "")
