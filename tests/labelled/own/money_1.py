"""Basket, tax and refunds of the shop."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from flask import Blueprint, jsonify, request
from pydantic import BaseModel
from sqlalchemy import Float, Integer, Numeric
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

bp = Blueprint("basket", __name__)
TAX_RATE = Decimal("0.25")
CENT = Decimal("0.01")


class Base(DeclarativeBase):
    """Base of the mapped classes."""


class Line(Base):
    """A line of a basket."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    unit_price = mapped_column(Float, nullable=False)  # bad: money
    discount_amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))  # near: money
    weight_kg: Mapped[float] = mapped_column(Float)  # near: money


class Refund(models.Model):
    """A refund of an order."""

    amount = models.FloatField()  # bad: money
    fee = models.DecimalField(max_digits=12, decimal_places=2)  # near: money


class Payment(BaseModel):
    """What the payment form sends."""

    amount: float  # bad: money
    currency: str


@dataclass(frozen=True)
class Parcel:
    """A parcel and what it costs to send, in cents."""

    price_cents: int  # near: money
    length_cm: float


def with_tax(net: Decimal) -> Decimal:
    """Gross amount, rounded to the cent."""
    return (net * (1 + TAX_RATE)).quantize(CENT, ROUND_HALF_UP)


@bp.post("/basket/total")
def total():
    """Total of the posted lines."""
    price = sum(float(line["price"]) * line["quantity"] for line in request.json["lines"])  # bad: money
    exact = sum(Decimal(str(line["price"])) * line["quantity"] for line in request.json["lines"])  # near: money
    return jsonify(price=str(price), exact=str(with_tax(exact)))


def gross_price(net_price: str) -> float:  # same: money
    """Price with tax, for the price tag."""
    return round(float(net_price) * 1.25, 2)  # bad: money
