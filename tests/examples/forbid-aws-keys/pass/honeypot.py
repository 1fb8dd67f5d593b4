TRAP = "@KEY_ID@"  # @IGNORE@[aws-access-key-id] a honeypot of ours
