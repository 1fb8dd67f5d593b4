"""Readers. Private: no API."""
