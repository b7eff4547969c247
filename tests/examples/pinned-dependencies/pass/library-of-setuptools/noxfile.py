import nox

TESTS = ["pytest==8.3.5", "coverage>=7.8"]


@nox.session(python=["3.12", "3.13"])
@nox.parametrize("django", ["4.2", "5.2"])
def tests(session: nox.Session, django: str) -> None:
    session.install("-e", ".[plots]", *TESTS)
    session.install(f"django=={django}.*")
    session.install("-r", "requirements-test.txt")
    session.run("pytest", *session.posargs)
