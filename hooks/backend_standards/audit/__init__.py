"""Audit. Private: no API."""
