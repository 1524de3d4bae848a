"""Verdicts that other projects' calculators and tests agree on."""
