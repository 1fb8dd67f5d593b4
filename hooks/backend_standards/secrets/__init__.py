"""Secrets. Private: no API."""
