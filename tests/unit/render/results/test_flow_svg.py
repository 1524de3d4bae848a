"""A policy is a picture of its own: nothing overlaps, and no name is anything but text."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from escalate_cli.policyfile.samples import sample_names
from escalate_cli.render.results.flow_model import Flow, flow_of
from escalate_cli.render.results.flow_svg import flow_svg
from tests.conftest import a_policy, clock_rule
from tests.snapshot import assert_matches
from tests.unit.render.pages.page_reading import contrast, palettes
from tests.unit.render.results.test_flow_model import TRAFFIC, sample

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "x" \x1b]0;x\x07' + "very" * 30


def drawn(flow: Flow) -> str:
    return "\n".join(flow_svg(flow))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - it is our own


def test_a_sample_is_drawn_as_it_is_on_record() -> None:
    assert_matches("flow/it-support.svg", drawn(flow_of(sample("it-support"), {})) + "\n")


@pytest.mark.parametrize("name", sample_names())
def test_no_two_texts_overlap_and_none_leaves_the_picture(name: str) -> None:
    root = parsed(drawn(flow_of(sample(name), TRAFFIC)))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    labels = [t for t in root.iter(f"{SVG}text") if t.attrib["x"] == "10"]
    at = [float(text.attrib["y"]) for text in labels]
    assert all(below - above >= 15 for above, below in pairwise(at))
    assert all(len(text.text or "") <= 62 for text in labels)
    ends = [float(line.attrib[x]) for line in root.iter(f"{SVG}line") for x in ("x1", "x2")]
    assert 450 < min(ends) <= max(ends) < width
    assert max(at) < height


def test_each_arrow_goes_from_lane_to_lane_and_is_as_thick_as_its_traffic() -> None:
    policy = a_policy(rules=(clock_rule("late", at="100%", escalate="next"),))
    root = parsed(drawn(flow_of(policy, TRAFFIC)))
    thick = [
        line.attrib["stroke-width"]
        for line in root.iter(f"{SVG}line")
        if line.attrib["class"] == "way"
    ]
    assert (thick[0], max(thick)) == ("5.0", "5.0")  # all tickets were logged
    assert "1.5" in thick  # nobody went from L2 to L3
    plain = drawn(flow_of(policy))
    assert set(re.findall(r'stroke-width="([\d.]+)"', plain)) == {"1.5"}


def test_no_name_is_anything_but_text() -> None:
    policy = a_policy(name=HOSTILE, rules=(clock_rule(HOSTILE, notify=(HOSTILE,)),))
    text = drawn(flow_of(policy))
    root = parsed(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "desc", "style", "rect", "text", "line", "circle", "polygon"),
    }
    assert "\x1b" not in text
    assert text.count("http") == 1  # its own name space
    assert "…" in text


def test_it_says_the_same_in_words() -> None:
    desc = parsed(drawn(flow_of(sample("it-support"), {}))).find(f"{SVG}desc")
    assert desc is not None
    assert "L1 to L2: resolve-breach: clock resolve at 100% (never)" in (desc.text or "")


def test_text_can_be_read_by_day_and_by_night() -> None:
    text = drawn(flow_of(sample("it-support")))
    blocks = text.replace("svg {", ":root {")
    for colours in palettes(blocks):
        for ink in ("fg", "dim"):
            assert min(contrast(colours[ink], colours[bg]) for bg in ("bg", "band")) >= 4.5
