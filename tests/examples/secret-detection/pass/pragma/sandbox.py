# made for the sandbox, opens nothing
TOKEN = "{{GITHUB_TOKEN}}"  # pragma: allowlist secret
