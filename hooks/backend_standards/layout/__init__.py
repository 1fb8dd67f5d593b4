"""Layout. Private: no API."""
