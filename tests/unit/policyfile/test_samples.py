"""The sample policies are found by name."""

import pytest

from escalate_cli.policyfile.samples import UnknownSampleError, sample_names, sample_policy


def test_the_built_in_policy_is_a_sample() -> None:
    assert "default" in sample_names()


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_can_be_read_as_a_policy_of_this_version(name: str) -> None:
    assert "version: 1" in sample_policy(name).splitlines()


@pytest.mark.parametrize(
    "name", ["defualt", "", "../README", "default.yaml"], ids=["typo", "empty", "path", "file"]
)
def test_another_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(UnknownSampleError) as refused:
        sample_policy(name)
    assert f"'{name}'" in str(refused.value)
    assert "default" in str(refused.value.help)
