EXPECTED_SHA1 = "{{HEX40}}"
commit = "{{HEX40}}"
secret_digest = "{{HEX40}}"
