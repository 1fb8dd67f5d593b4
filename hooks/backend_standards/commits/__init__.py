"""Commits. Private: no API."""
