"""Dependencies. Private: no API."""
