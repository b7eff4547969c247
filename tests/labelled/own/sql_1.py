"""Product catalogue: search, sorting and reports for the shop's back office."""

from flask import Blueprint, abort, g, jsonify, request
from sqlalchemy import bindparam, text

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")

SORTABLE = {"name": "p.name", "price": "p.price_cents", "created": "p.created_at"}
PAGE_SIZE = 50


@bp.get("/products")
def list_products():
    """Search products of one category, sorted by a column of the client's choice."""
    category = request.args.get("category", type=int)
    sort = request.args.get("sort", "name")
    direction = request.args.get("direction", "asc")
    query = "SELECT p.id, p.name FROM products p WHERE p.category_id = :category"
    query += f" ORDER BY {sort} {direction}"  # bad: sql
    rows = g.db.execute(text(query), {"category": category})  # same: sql
    return jsonify([dict(row) for row in rows.mappings().fetchmany(PAGE_SIZE)])


@bp.get("/products/sorted")
def list_sorted():
    """The same list, where both sort parameters are looked up in fixed tables."""
    column = SORTABLE.get(request.args.get("sort", "name"), "p.name")
    direction = "DESC" if request.args.get("direction") == "desc" else "ASC"
    query = f"SELECT p.id, p.name FROM products p ORDER BY {column} {direction} LIMIT :limit"  # near: sql
    rows = g.db.execute(text(query), {"limit": PAGE_SIZE})
    return jsonify([dict(row) for row in rows.mappings()])


@bp.get("/products/<product_id>/history")
def product_history(product_id: str):
    """Price changes of one product since a day."""
    since = request.args.get("since", "1970-01-01")
    statement = text("SELECT changed_at, price_cents FROM price_changes WHERE product_id = '%s'" % product_id)  # bad: sql
    recent = text("SELECT note FROM price_notes WHERE noted_on >= :since LIMIT 20")
    history = g.db.execute(statement).fetchmany(PAGE_SIZE)  # same: sql
    notes = g.db.execute(recent, {"since": since}).fetchmany(PAGE_SIZE)
    return jsonify(history=[list(row) for row in history], notes=[row.note for row in notes])


@bp.get("/suppliers")
def suppliers():
    """Suppliers whose name contains a term."""
    term = request.args["q"]
    rows = g.db.execute(
        text("SELECT id, name FROM suppliers WHERE name ILIKE '%" + term + "%' LIMIT 50")  # bad: sql
    )
    return jsonify([row.name for row in rows])


@bp.get("/stock")
def stock():
    """Stock of several products at once."""
    ids = [int(value) for value in request.args.getlist("id")][:PAGE_SIZE]
    if not ids:
        abort(400, description="give at least one id")
    statement = text("SELECT id, quantity FROM stock WHERE id IN :ids")
    by_hand = "SELECT id, quantity FROM reserved WHERE id IN ({})".format(", ".join(str(i) for i in ids))  # near: sql
    free = g.db.execute(statement.bindparams(bindparam("ids", expanding=True)), {"ids": ids})
    reserved = g.db.execute(text(by_hand))
    return jsonify(free={r.id: r.quantity for r in free}, reserved={r.id: r.quantity for r in reserved})
