"""The rules of routes, origins, cookies and forms."""

from ..._finding import Rule
from ._defect import Defect

DEFECTS = (
    Defect(
        Rule(
            "B960",
            "route-without-authentication",
            "A route asks nobody who they are, although most of those beside it do.",
            "One forgotten decorator is enough: whoever finds the address reads or changes what the others protect.",
            "Give the route the same decorator or dependency as those beside it, or move it to a public router.",
            '@app.route("/orders/<int:id>", methods=["DELETE"])\ndef delete_order(id): ...',
            '@app.route("/orders/<int:id>", methods=["DELETE"])\n@login_required\ndef delete_order(id): ...',
        ),
        306,
        "HIGH",
        "MEDIUM",
    ),
    Defect(
        Rule(
            "B961",
            "assert-as-authorisation",
            "An `assert` is all that demands a right.",
            "`python -O` leaves every `assert` out, and with it the check; without it the client gets an error 500.",
            "Raise the framework's own refusal: `PermissionDenied`, `HTTPException(403)`, `abort(403)`.",
            "assert request.user.is_staff",
            "if not request.user.is_staff:\n    raise PermissionDenied",
        ),
        617,
        "HIGH",
        "HIGH",
    ),
    Defect(
        Rule(
            "B962",
            "cors-any-origin",
            "Any site may read the answers with the cookies of whoever visits it.",
            "A browser keeps sites apart until a server says otherwise; this one says so to all, cookies included.",
            "List the origins that you serve, or leave credentials off.",
            'CORSMiddleware(app, allow_origins=["*"], allow_credentials=True)',
            'CORSMiddleware(app, allow_origins=["https://shop.example"], allow_credentials=True)',
        ),
        942,
        "MEDIUM",
        "HIGH",
    ),
    Defect(
        Rule(
            "B963",
            "cookie-unprotected",
            "A cookie travels without TLS, or scripts may read one that lets its bearer in.",
            "One request over plain HTTP shows the cookie to the network; one injected script sends a session away.",
            "Set `secure=True`, and `httponly=True` for whatever scripts need not read.",
            'response.set_cookie("session", value)',
            'response.set_cookie("session", value, secure=True, httponly=True, samesite="Lax")',
        ),
        614,
        "MEDIUM",
        "HIGH",
    ),
    Defect(
        Rule(
            "B964",
            "csrf-disabled",
            "A view that changes something takes forms from any site.",
            "The browser sends the visitor's cookies along, so another site can act in the visitor's name.",
            "Leave the protection on; exempt only what proves its sender by a signature or a token in a header.",
            "@csrf_exempt\ndef change_email(request): ...",
            "def change_email(request): ...",
            "warning",
        ),
        352,
        "MEDIUM",
        "MEDIUM",
    ),
)
