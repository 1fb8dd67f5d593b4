"""``backend-standards init``: brings a repository to the standard. Private: no API."""
