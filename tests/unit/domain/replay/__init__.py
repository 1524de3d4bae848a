"""Histories told anew, each part by itself."""
