"""Reporting API over the warehouse: FastAPI routes and a Django view kept for the old client."""

from enum import Enum
from typing import Annotated

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy import asc, column, desc, select, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import text
from warehouse.db import get_session
from warehouse.models import Order, Shipment

router = APIRouter(prefix="/reports")
Session = Annotated[AsyncSession, Depends(get_session)]


class Region(str, Enum):
    """Regions that have a partition of their own."""

    EU = "eu"
    US = "us"


@router.get("/orders")
async def orders(session: Session, status: str, sort_by: str = "created_at") -> list[dict]:
    """Orders of one status."""
    statement = select(Order.id, Order.status).where(Order.status == status)
    statement = statement.order_by(text(f"{sort_by} DESC")).limit(100)  # bad: sql
    rows = await session.execute(statement)
    return [dict(row) for row in rows.mappings()]


@router.get("/orders/{region}")
async def by_region(session: Session, region: Region) -> int:
    """Orders in one region's partition."""
    result = await session.execute(text(f"SELECT count(*) FROM orders_{region.value}"))  # near: sql
    return result.scalar_one()


@router.get("/shipments")
async def shipments(session: Session, sort: str, descending: Annotated[bool, Query()] = False) -> list[int]:
    """Shipments, sorted by one of the mapped columns."""
    attribute = {"weight": Shipment.weight, "sent": Shipment.sent_at}.get(sort)
    if attribute is None:
        raise HTTPException(status_code=422, detail="unknown sort column")
    order = desc(attribute) if descending else asc(attribute)
    rows = await session.scalars(select(Shipment.id).order_by(order).limit(100))  # near: sql
    return [shipment_id for shipment_id in rows]


@router.get("/facts/{name}")
async def facts(session: Session, name: str, day: str) -> list[dict]:
    """Rows of one fact table for a day."""
    query = "SELECT * FROM fact_" + name + " WHERE day = :day LIMIT 100"  # bad: sql
    rows = await session.execute(text(query), {"day": day})  # same: sql
    return [dict(row) for row in rows.mappings()]


def overdue(request: HttpRequest) -> JsonResponse:
    """Overdue orders of a customer, for the old client."""
    customer = request.GET.get("customer", "")
    found: QuerySet[Order] = Order.objects.extra(where=[f"customer_code = '{customer}'"])[:100]  # bad: sql
    paid = Order.objects.raw("SELECT * FROM orders WHERE customer_code = '%s' LIMIT 100" % customer)  # bad: sql
    open_ids = Order.objects.raw("SELECT id FROM orders WHERE customer_code = %s LIMIT 100", [customer])  # near: sql
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT total FROM balances WHERE code = '{request.GET['code']}' LIMIT 1")  # bad: sql
        total = cursor.fetchone()
    payload = {"overdue": [o.pk for o in found], "paid": [o.pk for o in paid], "open": [o.pk for o in open_ids]}
    return JsonResponse(payload | {"total": total})


def snapshot_query(day: str):
    """A select over the snapshot table; names are constants, the day is bound."""
    snapshot = table("snapshot", column("id"), column("day"))
    return select(snapshot.c.id).where(snapshot.c.day == day)
