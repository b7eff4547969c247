DATABASES = {
    "default": {"USER": "app", "PASSWORD": "{{PASSWORD}}"},
}
