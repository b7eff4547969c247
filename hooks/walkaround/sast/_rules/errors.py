"""Exceptions that nobody hears of."""

from ..._finding import Rule
from ._defect import Defect

DEFECTS = (
    Defect(
        Rule(
            id="B930",
            name="swallowed-exception",
            summary="Every error is caught, and nothing is raised, logged, recorded or given back to tell of it.",
            why="A failure, be it a misspelled name, looks like an empty answer and is found late by its consequences.",
            remedy="Catch the exceptions that are expected here, and let the others through.",
            bad="except Exception: return None",
            good="except KeyError: return None",
            severity="error",
        ),
        cwe=390,
        severity="MEDIUM",
        confidence="HIGH",
    ),
    Defect(
        Rule(
            id="B931",
            name="logged-and-continued",
            summary="Every error is caught and logged, and the function goes on as if it had done its work.",
            why="The caller cannot tell that it failed, and acts on a result that is not there.",
            remedy="Raise again after logging, or give back something that the caller has to look at.",
            bad='except Exception as e: logger.error("charge failed: %s", e)',
            good="except GatewayError as e: raise ChargeFailed(order.id) from e",
            severity="warning",
        ),
        cwe=755,
        severity="MEDIUM",
        confidence="MEDIUM",
    ),
    Defect(
        Rule(
            id="B932",
            name="suppressed-exception",
            summary="`contextlib.suppress` is given `Exception` or `BaseException`.",
            why="The rest of the block is left out after any error at all, and nobody hears of it.",
            remedy="Name the exceptions that may be passed over.",
            bad="with suppress(Exception): refresh(cache)",
            good="with suppress(FileNotFoundError): os.remove(path)",
            severity="error",
        ),
        cwe=390,
        severity="MEDIUM",
        confidence="HIGH",
    ),
)
