import os

API_KEY = os.getenv("API_KEY", "{{BASE64}}")
