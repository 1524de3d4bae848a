"""Codes of findings: a letter that says how bad, and a number of their own."""

from escalate_cli.domain.policy.finding_code import FindingCode


def test_codes_are_in_order_and_their_letter_says_how_bad_they_are() -> None:
    codes = [code.value for code in FindingCode]
    assert codes == sorted(codes)
    assert {code.severity for code in FindingCode if code[0] == "E"} == {"error"}
    assert {code.severity for code in FindingCode if code[0] == "W"} == {"warning"}
