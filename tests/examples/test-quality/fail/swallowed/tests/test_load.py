from app.settings import load


def test_load_does_its_work():
    try:
        settings = load("a.toml")
        assert settings["name"] == "a"
    except Exception:
        pass
