"""Reporting. Private: no API."""
