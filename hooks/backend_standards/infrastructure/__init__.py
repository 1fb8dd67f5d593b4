"""Infrastructure as code: what it grants, whatever format it is written in. Private: no API."""
