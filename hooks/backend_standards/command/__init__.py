"""Command. Private: no API."""
