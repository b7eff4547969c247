"""What errors and logs give away."""

from ..._finding import Rule
from ._defect import Defect

DEFECTS = (
    Defect(
        Rule(
            id="B920",
            name="exception-text-to-client",
            summary="The text of an unexpected exception is part of an answer to a client.",
            why="It names tables, hosts, files and queries to whoever provokes the error.",
            remedy="Log the exception, and answer with a text of your own and an id by which the log entry is found.",
            bad="raise HTTPException(500, detail=str(e))",
            good='raise HTTPException(500, detail="The order could not be saved.") from e',
            severity="error",
        ),
        cwe=209,
        severity="MEDIUM",
        confidence="HIGH",
    ),
    Defect(
        Rule(
            id="B921",
            name="stack-trace-to-client",
            summary="A stack trace is part of an answer to a client.",
            why="It shows the code, its paths and its libraries to whoever provokes the error.",
            remedy="Log the stack trace, and answer with a text of your own.",
            bad="return jsonify(error=traceback.format_exc()), 500",
            good='logger.exception("export failed"); return jsonify(error="export failed"), 500',
            severity="error",
        ),
        cwe=209,
        severity="HIGH",
        confidence="HIGH",
    ),
    Defect(
        Rule(
            id="B922",
            name="secret-in-log",
            summary="A password, token, cookie or card number is written to a log.",
            why="Logs are kept for long, copied to other systems and read by many who may not have the secret.",
            remedy="Leave the value out, or log what it belongs to.",
            bad='logger.info("login of %s with %s", name, password)',
            good='logger.info("login of %s", name)',
            severity="error",
        ),
        cwe=532,
        severity="MEDIUM",
        confidence="MEDIUM",
    ),
    Defect(
        Rule(
            id="B923",
            name="debug-enabled",
            summary="Debugging is on wherever this code runs.",
            why="Errors are answered with stack traces and settings, and Werkzeug's debugger runs code for the client.",
            remedy="Read the switch from the environment, off by default.",
            bad="app.run(debug=True)",
            good='app.run(debug=os.environ.get("APP_DEBUG") == "1")',
            severity="error",
        ),
        cwe=489,
        severity="HIGH",
        confidence="MEDIUM",
    ),
)
