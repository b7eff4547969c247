"""Settings of the order service."""

import os

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://orders:{{PASSWORD}}@db.internal:5432/orders")
AWS_ACCESS_KEY_ID = "{{AWS_KEY}}"
GITHUB_TOKEN = os.getenv("GITHUB_TOKEN", "{{GITHUB_TOKEN}}")
DEBUG = os.environ.get("DEBUG", "") == "1"
