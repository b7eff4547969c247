"""Payroll pages: Flask views and REST framework views."""

from flask import Blueprint, jsonify, request
from flask_login import current_user, login_required, login_user
from payroll.models import Payslip, Run, authenticate

bp = Blueprint("payroll", __name__, url_prefix="/payroll")


@bp.post("/login")
def login():  # near: auth
    """Sign in; there is nobody to ask for before."""
    user = authenticate(request.form["name"], request.form["password"])
    if user is None:
        return jsonify(error="wrong name or password"), 401
    login_user(user)
    return jsonify(name=user.name)


@bp.get("/slips/<int:number>")
@login_required
def slip(number: int):
    """One payslip of the user."""
    found = Payslip.query.filter_by(number=number, user_id=current_user.id).first_or_404()
    return jsonify(net=str(found.net))


@bp.post("/runs")
@login_required
def start_run():
    """Start a payroll run."""
    return jsonify(run=Run.start(current_user.id)), 202


@bp.post("/runs/<int:number>/approve")
def approve_run(number: int):  # bad: auth
    """Approve a payroll run."""
    return jsonify(approved=Run.approve(number))


@bp.post("/runs/<int:number>/cancel")
def cancel_run(number: int):  # near: auth
    """Cancel a run; the check stands in the body."""
    if not current_user.is_authenticated:
        return jsonify(error="sign in first"), 401
    return jsonify(cancelled=Run.cancel(number, current_user.id))
