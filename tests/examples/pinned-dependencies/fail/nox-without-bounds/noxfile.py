import nox


@nox.session
def lint(session):
    session.install("ruff")
    session.run("ruff", "check", ".")
