"""Lookups in the XML price list and in the configuration tree."""

from xml.etree import ElementTree

from flask import Blueprint, abort, current_app, jsonify, request
from lxml import etree

bp = Blueprint("prices", __name__)
CURRENCIES = ("EUR", "USD", "SEK")
by_vendor = etree.XPath("//vendor[@id = $vendor]/name/text()")


def price_list() -> etree._ElementTree:
    """The price list, parsed when the application starts."""
    return current_app.extensions["price_list"]


@bp.get("/prices/<sku>")
def price(sku: str):
    """Price of one article."""
    found = price_list().xpath(f"//article[@sku='{sku}']/price/text()")  # bad: xpath
    return jsonify(price=found[0] if found else None)


@bp.get("/names/<sku>")
def name(sku: str):
    """Name of one article; the value is an XPath variable."""
    found = price_list().xpath("//article[@sku=$sku]/name/text()", sku=sku)  # near: xpath
    return jsonify(name=found[0] if found else None)


@bp.get("/prices")
def prices():
    """Articles of a group in one currency."""
    currency = request.args.get("currency", "EUR")
    if currency not in CURRENCIES:
        abort(400, description="unknown currency")
    group = request.args["group"]
    expression = "//group[@name='" + group + "']/article/@sku"  # bad: xpath
    known = f"//price[@currency='{currency}']/@amount"  # near: xpath
    return jsonify(skus=price_list().xpath(expression)[:50], amounts=price_list().xpath(known)[:50])  # same: xpath


@bp.get("/vendors/<vendor>")
def vendor_name(vendor: str):
    """Name of a vendor, with an expression compiled once."""
    return jsonify(names=by_vendor(price_list(), vendor=vendor)[:50])  # near: xpath


@bp.get("/vendors/<vendor>/contact")
def contact(vendor: str):
    """Contact of a vendor."""
    finder = etree.XPath("//vendor[@id='%s']/contact/text()" % vendor)  # bad: xpath
    return jsonify(contact=finder(price_list())[:1])  # same: xpath


@bp.get("/settings/<section>")
def settings(section: str):
    """One section of the configuration tree."""
    root: ElementTree.Element = current_app.extensions["configuration"]
    node = root.find("./section[@name='{}']".format(section))  # bad: xpath
    if node is None:
        abort(404)
    return jsonify(attributes=node.attrib)


@bp.get("/settings/<int:number>/rank")
def rank(number: int):
    """The n-th section, by a number that the route converted."""
    root: ElementTree.Element = current_app.extensions["configuration"]
    node = root.find(f"./section[{number}]")  # near: xpath
    return jsonify(found=node is not None)
