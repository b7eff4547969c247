"""XML that partners send: orders, catalogues, stylesheets."""

import xml.sax
from io import BytesIO
from xml.sax.handler import ContentHandler, feature_external_ges, feature_external_pes

import defusedxml.ElementTree
from fastapi import APIRouter, Body
from flask import Blueprint, jsonify, request
from lxml import etree

bp = Blueprint("partners", __name__)
router = APIRouter()
MAX_ORDER_BYTES = 256 * 1024


@bp.post("/orders")
def orders():
    """Read an order; entities of the document are expanded."""
    parser = etree.XMLParser(resolve_entities=True, load_dtd=True)  # bad: xxe
    tree = etree.fromstring(request.stream.read(MAX_ORDER_BYTES), parser)  # same: xxe
    return jsonify(number=tree.findtext("number"))


@bp.post("/orders/strict")
def strict_orders():
    """Read an order; entities stay as they are and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)  # near: xxe
    tree = etree.fromstring(request.stream.read(MAX_ORDER_BYTES), parser)
    return jsonify(number=tree.findtext("number"))


@bp.post("/catalogue")
def catalogue():
    """Validate a catalogue against the DTD that it names."""
    parser = etree.XMLParser(dtd_validation=True, no_network=False)  # bad: xxe
    tree = etree.parse(request.files["catalogue"].stream, parser)  # same: xxe
    return jsonify(root=tree.getroot().tag)


class Titles(ContentHandler):
    """Collects the names of elements."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def startElement(self, name: str, attrs: object) -> None:
        """Called by the parser for each element."""
        self.seen.append(name)


@router.post("/outline")
def outline(document: bytes = Body(max_length=MAX_ORDER_BYTES)) -> list[str]:
    """Names of the elements of a document."""
    titles = Titles()
    reader = xml.sax.make_parser()
    reader.setFeature(feature_external_ges, True)  # bad: xxe
    reader.setContentHandler(titles)
    reader.parse(BytesIO(document))  # same: xxe
    return titles.seen


@router.post("/outline/strict")
def strict_outline(document: bytes = Body(max_length=MAX_ORDER_BYTES)) -> list[str]:
    """The same without external entities."""
    titles = Titles()
    reader = xml.sax.make_parser()
    reader.setFeature(feature_external_ges, False)  # near: xxe
    reader.setFeature(feature_external_pes, False)
    reader.setContentHandler(titles)
    reader.parse(BytesIO(document))
    return titles.seen


@router.post("/stock")
def stock(document: bytes = Body(max_length=MAX_ORDER_BYTES)) -> list[str | None]:
    """Stock levels; entity declarations are refused, then tolerated for an old partner."""
    levels = defusedxml.ElementTree.fromstring(document)  # near: xxe
    if levels.get("partner") != "old":
        return [node.text for node in levels.iter("level")]
    legacy = defusedxml.ElementTree.fromstring(document, forbid_entities=False, forbid_external=False)  # bad: xxe
    return [node.text for node in legacy.iter("level")]
