"""The standard. Private: no API."""
