"""B940: amounts of money in floats."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    """
### flask form amount
from flask import Flask, request
app = Flask(__name__)
@app.post("/transfer")
def transfer():
    amount = float(request.form["amount"])  # B940
    pay(request.form["account"], amount)
    return "ok"
### flask json get
from flask import request
def view():
    price = float(request.get_json().get("price", 0))  # B940
    return price
### row cell
def read(rows):
    for row in rows:
        unit_price = float(row[3])  # B940
        yield unit_price
### pydantic model
from pydantic import BaseModel
class Item(BaseModel):
    name: str
    price: float  # B940
    discount_amount: float | None = None  # B940
    weight: float
### dataclass optional
from dataclasses import dataclass
from typing import Optional
@dataclass
class Invoice:
    number: str
    total: Optional[float] = None  # B940
### django field
from django.db import models
class Product(models.Model):
    price = models.FloatField()  # B940
    rating = models.FloatField()
### sqlalchemy column
from sqlalchemy import Column, Float, Integer
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Account(Base):
    id = Column(Integer, primary_key=True)
    balance = Column(Float, nullable=False)  # B940
### flask sqlalchemy column
from app import db
class Order(db.Model):
    total_amount = db.Column(db.Float(), default=0)  # B940
### mapped column
from sqlalchemy.orm import Mapped, mapped_column
class Payment(Base):
    amount: Mapped[float] = mapped_column()  # B940
### mapped column with a type
from sqlalchemy import REAL
from sqlalchemy.orm import mapped_column
class Wage(Base):
    salary = mapped_column(REAL)  # B940
### named column
import sqlalchemy as sa
invoices = sa.Table("invoices", meta, sa.Column("subtotal", sa.Float))  # B940
### vat by a literal
def gross_price(net_price):
    return net_price * 1.19  # B940
### tax by a constant
TAX_RATE = 0.0825
def checkout(cart):
    subtotal = sum(item.price for item in cart.items)
    tax = subtotal * TAX_RATE  # B940
    return subtotal + tax
### discount
def apply(order):
    order.total = order.total * 0.9  # B940
### rounded
def add_vat(net):
    total_price = round(net * 1.19, 2)  # B940
    return total_price
### one plus a rate
def invoice(amount, customer):
    return amount * (1 + 0.19)  # B940
### augmented
def surcharge(order):
    order.total *= 1.05  # B940
### cents by way of a float
import stripe
def charge(request):
    return stripe.PaymentIntent.create(amount=int(float(request.POST["amount"]) * 100), currency="eur")  # B940
### arguments and answer
def convert(amount: float, currency: str) -> str:  # B940
    return f"{amount} {currency}"
def total_price(items) -> float:  # B940
    return sum(item.price for item in items)
### argument of several lines
async def withdraw(
    account_id: int,
    amount: float,  # B940
) -> None:
    ...
### argparse
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--price", type=float, required=True)  # B940
### click option
import click
@click.command()
@click.option("--unit-price", type=float)  # B940
def main(unit_price):
    click.echo(unit_price)
### query parameter
from flask import request
def search():
    price = request.args.get("price", type=float)  # B940
    return price
### constant
SHIPPING_FEE = 4.99  # B940
### accumulator in an order
def order_total(order):
    total = 0.0  # B940
    for line in order.lines:
        total += line.price * line.quantity
    return total
### create table
import sqlite3
db = sqlite3.connect("shop.db")
db.execute("CREATE TABLE products (id INTEGER, name TEXT, price REAL)")  # B940
### marshmallow
from marshmallow import Schema, fields
class ProductSchema(Schema):
    price = fields.Float(required=True)  # B940
### wtforms
from flask_wtf import FlaskForm
from wtforms import FloatField
class TransferForm(FlaskForm):
    amount = FloatField("Amount")  # B940
    account = None
    currency = "EUR"
### serializer
from rest_framework import serializers
class OrderSerializer(serializers.Serializer):
    total_price = serializers.FloatField()  # B940
### annotated
from typing import Annotated
from fastapi import FastAPI, Query
app = FastAPI()
@app.post("/pay")
async def pay(
    amount: Annotated[float, Query(gt=0)],  # B940
    currency: str,
):
    return {"ok": True}
### decimal of a float
from decimal import Decimal
def reduced(product):
    product.price = Decimal(19.99)  # B940
    return product.price * Decimal(0.9)  # B940
### pydantic float types
from typing import Union
from pydantic import BaseModel, PositiveFloat, confloat
class Item(BaseModel):
    price: PositiveFloat  # B940
    shipping_fee: confloat(ge=0) = 0  # B940
    total_price: Union[int, float] = 0  # B940
    ratio: PositiveFloat
### ok decimal of a text
from decimal import Decimal
def reduced(product, ratio):
    product.price = Decimal("19.99")
    scale = Decimal(0.5)
    return product.price * Decimal(1)
### ok decimal
from decimal import Decimal
def gross_price(net_price: Decimal) -> Decimal:
    return (net_price * Decimal("1.19")).quantize(Decimal("0.01"))
### ok decimal of a form
from decimal import Decimal
from flask import request
def view():
    amount = Decimal(request.form["amount"])
    return str(amount)
### ok cents
def charge(price_cents: int, quantity: int) -> int:
    total_cents = price_cents * quantity
    return total_cents
### ok shown cents
def show(amount_cents: int) -> str:
    return f"{amount_cents / 100.0:.2f} EUR"
### ok decimal field
from django.db import models
class Product(models.Model):
    price = models.DecimalField(max_digits=10, decimal_places=2)
### ok numeric column
from decimal import Decimal
from sqlalchemy import Column, Numeric
class Account(Base):
    balance = Column(Numeric(12, 2))
### ok mapped numeric
from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column
class Account(Base):
    balance: Mapped[float] = mapped_column(Numeric(12, 2))
### ok seconds
import time
def run(jobs):
    total_seconds = 0.0
    for job in jobs:
        total_seconds += job.seconds * 1.5
    return total_seconds
### ok optimiser
def train(model, steps):
    cost = 0.0
    discount = 0.99
    for step in range(steps):
        cost += model.step() * discount
    return cost
### ok analysis
import pandas as pd
def returns(prices: pd.Series, price: float) -> float:
    return price * 1.01
### ok memory
def usage(amount_of_memory: float, memory_total: float) -> float:
    return amount_of_memory / memory_total * 100.0
### ok rate kept as it is
class Country:
    tax_rate: float = 0.19
    vat_percent: float = 19.0
### ok serializer at the end
from flask import jsonify
def show(product):
    return jsonify({"id": product.id, "price": float(product.price)})
### ok to dict
class Order:
    def to_dict(self):
        return {"id": self.id, "total": float(self.total)}
### ok shown in a text
def label(product):
    return f"{float(product.price):.2f} EUR"
### ok printed
def show(total):
    print("%.2f" % float(total))
### ok white balance
def set_camera(white_balance: float, balance: float) -> None:
    camera.apply(white_balance, balance)
### ok load balance
load_balance = 0.5
### ok total of pixels
def mean(image):
    total = 0.0
    for pixel in image:
        total += pixel
    return total / len(image)
### ok filter bound
def search(min_price: float = 0, max_price: float | None = None):
    return query(min_price, max_price)
### ok weights
from pydantic import BaseModel
class Parcel(BaseModel):
    weight: float
    height: float
### ok cost of a path
def shortest(graph):
    cost: float = 0.0
    for edge in graph:
        cost += edge.length * 1.0
    return cost
### ok decimal column text
SQL = "CREATE TABLE products (id INTEGER, price NUMERIC(10, 2), weight REAL)"
### ok test function
def test_price():
    price = 9.99
    assert add(price) == 9.99
### ok money type
from moneyed import Money
def price_of(item) -> Money:
    return Money(item.amount, "EUR")
### ok integers
def total(order):
    total = 0
    for line in order.lines:
        total += line.price * line.quantity
    return total
### ok sum of decimals
def order_total(order):
    return round(sum(line.price for line in order.lines), 2)
### ok retries
def wait(total: float, amount: int) -> None:
    import time
    time.sleep(total * 0.5)
"""
)


@pytest.mark.parametrize("source", CASES)
def test_finds_floats_for_money_and_nothing_else(source: str) -> None:
    assert found(source) == marked(source)


def test_says_what_is_wrong() -> None:
    assert messages("price: float = 1.5\nfee = float(fee_text)\n") == [
        "float() makes a binary fraction of fee, which cannot hold amounts of money exactly.",
        "price is money and is declared a float.",
    ]


@pytest.mark.parametrize("path", ["test_shop.py", "shop/shop_test.py", "conftest.py", "shop/tests.py"])
def test_leaves_tests_alone(path: str) -> None:
    assert found("price: float = 1.5\n", path) == []
