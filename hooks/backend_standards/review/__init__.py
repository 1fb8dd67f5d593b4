"""The review of a repository, and of many, against the standard's lines. Private: no API."""
