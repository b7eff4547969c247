import os

DATABASES = {
    "default": {"USER": "app", "PASSWORD": os.environ["DB_PASSWORD"]},
}
