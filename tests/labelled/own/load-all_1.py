"""Admin API: users, the access log and an import."""

import csv
import io

from admin.db import connection
from admin.models import User
from flask import Blueprint, jsonify, request

bp = Blueprint("admin", __name__)
PAGE = 100


@bp.get("/users")
def users():
    """Names of the users."""
    return jsonify([user.name for user in User.query.order_by(User.name).all()])  # bad: load-all


@bp.get("/users/page")
def users_page():
    """One page of users."""
    page = User.query.order_by(User.name).paginate(page=request.args.get("page", 1, type=int), per_page=PAGE)
    return jsonify([user.name for user in page.items])


@bp.get("/users/newest")
def newest_users():
    """The newest users."""
    return jsonify([u.name for u in User.query.order_by(User.id.desc()).limit(PAGE).all()])  # near: load-all


@bp.get("/log")
def log():
    """The access log."""
    cursor = connection().cursor()
    cursor.execute("SELECT at, path FROM access_log")
    return jsonify(cursor.fetchall())  # bad: load-all


@bp.get("/log/tail")
def log_tail():
    """The last lines of the access log."""
    cursor = connection().cursor()
    cursor.execute("SELECT at, path FROM access_log ORDER BY at DESC LIMIT 100")
    return jsonify(cursor.fetchall())  # near: load-all


@bp.post("/customers/import")
def import_customers():
    """Read an uploaded list of customers."""
    text = request.files["customers"].read().decode()  # bad: load-all
    return jsonify(rows=sum(1 for _ in csv.reader(io.StringIO(text))))
