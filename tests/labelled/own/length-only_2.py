"""Host names, tags and the addresses of profile pages."""

import re

from django.http import HttpRequest, JsonResponse
from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from signup.models import Account, Host, Tag

router = APIRouter()
NAME = re.compile(r"[a-z][a-z0-9_-]*")
MAX_NAME, MAX_TAGS, MAX_HOST = 32, 24, 253


class HostForm(BaseModel):
    """A host name that a customer registers."""

    host: str


@router.post("/hosts")
def register_host(form: HostForm) -> dict[str, str]:
    """Register a host name."""
    if len(form.host) == 0 or len(form.host) > MAX_HOST:  # bad: length-only
        raise HTTPException(status_code=422, detail="a host name has 1 to 253 characters")
    Host.register(form.host)  # same: length-only
    return {"host": form.host}


def add_tags(request: HttpRequest) -> JsonResponse:
    """Add several tags at once; the number of them is limited, each is checked."""
    names = request.POST.getlist("tag")
    if len(names) > MAX_TAGS:  # near: length-only
        return JsonResponse({"error": "too many tags"}, status=400)
    chosen = [name for name in names if NAME.fullmatch(name)]
    Tag.objects.bulk_create([Tag(name=name) for name in chosen])
    return JsonResponse({"tags": chosen}, status=201)


def rename(request: HttpRequest) -> JsonResponse:
    """Change the address of the profile page, which ends in the name."""
    name = request.POST["name"].strip().lower()
    if len(name) < 1 or len(name) > MAX_NAME:  # bad: length-only
        return JsonResponse({"error": "the name has 1 to 32 characters"}, status=400)
    Account.objects.filter(pk=request.user.pk).update(slug=name)  # same: length-only
    return JsonResponse({"name": name})
