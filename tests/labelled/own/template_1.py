"""Mail and page templates that customers may adapt."""

import string
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template import Template as DjangoTemplate
from django.template.loader import render_to_string
from flask import Blueprint, render_template_string, request
from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

bp = Blueprint("templates", __name__)

GREETING = "<p>Dear {{ name }}, your order {{ number }} is on its way.</p>"
pages = Environment(loader=FileSystemLoader("pages"), autoescape=select_autoescape())  # near: template
mails = Environment(loader=FileSystemLoader("mails/html"), autoescape=False)  # bad: template
sandbox = ImmutableSandboxedEnvironment(autoescape=True)


@bp.post("/templates/preview")
def preview():
    """Show how a customer's template will look."""
    body = request.form["template"]
    return render_template_string(body, name="Ada", number=17)  # bad: template


@bp.get("/greeting")
def greeting():
    """Our own template; the client's value is a variable of it."""
    return render_template_string(GREETING, name=request.args.get("name", ""), number=17)  # near: template


@bp.post("/templates/signature")
def signature():
    """Render a signature line."""
    line = Template("<em>" + request.form["signature"] + "</em>")  # bad: template
    return {"html": line.render(company="Example Ltd.")}  # same: template


@bp.post("/templates/footer")
def footer():
    """A customer's footer, rendered in the sandbox with escaping on."""
    template = sandbox.from_string(request.form["footer"])  # near: template
    return {"html": template.render(company="Example Ltd.")}


@bp.post("/templates/subject")
def subject():
    """Fill in a mail's subject with plain substitution."""
    return {"subject": string.Template(request.form["subject"]).safe_substitute(company="Example Ltd.")}  # near: template


@bp.post("/templates/banner")
def banner():
    """A banner with the campaign's text."""
    context: dict[str, Any] = {"campaign": "spring"}
    return pages.from_string(request.form["banner"]).render(context)  # bad: template


def letter(request: HttpRequest) -> HttpResponse:
    """Preview of a letter."""
    template = DjangoTemplate(request.POST["letter"])  # bad: template
    return HttpResponse(template.render(Context({"name": "Ada"})))  # same: template


def invoice(request: HttpRequest) -> HttpResponse:
    """An invoice from a template file."""
    return HttpResponse(render_to_string("invoice.html", {"note": request.GET.get("note", "")}))
