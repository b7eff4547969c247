"""Invoices, customers and the audit trail, for the administrators."""

from admin.db import get_session
from admin.models import AuditEntry, Customer, Invoice
from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from fastapi import APIRouter, Depends, UploadFile
from sqlalchemy import select
from sqlalchemy.orm import Session

router = APIRouter()
PAGE = 100
CHUNK = 1 << 16


@router.get("/invoices")
def invoices(session: Session = Depends(get_session)) -> list[int]:
    """Numbers of all invoices."""
    return list(session.scalars(select(Invoice.number)).all())  # bad: load-all


@router.get("/invoices/open")
def open_invoices(offset: int = 0, session: Session = Depends(get_session)) -> list[int]:
    """Numbers of open invoices, page by page."""
    query = select(Invoice.number).where(Invoice.paid.is_(False)).offset(offset).limit(PAGE)
    return list(session.scalars(query).all())  # near: load-all


@router.post("/attachments")
async def attach(file: UploadFile) -> dict[str, int]:
    """Measure an attachment."""
    size = 0
    while chunk := await file.read(CHUNK):  # near: load-all
        size += len(chunk)
    return {"size": size}


def customers(request: HttpRequest) -> JsonResponse:
    """Customers, for the drop-down list."""
    return JsonResponse({"customers": list(Customer.objects.values("id", "name"))})  # bad: load-all


def audit(request: HttpRequest) -> JsonResponse:
    """A page of the audit trail."""
    page = Paginator(AuditEntry.objects.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    return JsonResponse({"entries": [entry.text for entry in page.object_list]})


def export(request: HttpRequest) -> StreamingHttpResponse:
    """Export the audit trail, row by row."""
    rows = AuditEntry.objects.values_list("text", flat=True).iterator(chunk_size=PAGE)
    return StreamingHttpResponse((f"{row}\n" for row in rows), content_type="text/csv")  # near: load-all
