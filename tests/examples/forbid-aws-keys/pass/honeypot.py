TRAP = "@KEY_ID@"  # standards: ignore[aws-access-key-id] a honeypot of ours
