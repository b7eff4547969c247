"""Directory lookups for the staff pages, on python-ldap and on ldap3."""

import ldap
from flask import Blueprint, abort, current_app, jsonify, request
from ldap.dn import escape_dn_chars
from ldap.filter import escape_filter_chars, filter_format
from ldap3 import SUBTREE, Connection
from ldap3.utils.conv import escape_filter_chars as escape3

bp = Blueprint("directory", __name__, url_prefix="/directory")
PEOPLE = "ou=people,dc=example,dc=org"
GROUPS = "ou=groups,dc=example,dc=org"
GROUP_NAMES = {"staff", "guests", "operators"}


@bp.get("/people/<uid>")
def person(uid: str):
    """One person's entry."""
    connection: ldap.ldapobject.LDAPObject = current_app.extensions["ldap"]
    found = connection.search_ext_s(PEOPLE, ldap.SCOPE_SUBTREE, f"(uid={uid})", ["cn", "mail"], sizelimit=1)  # bad: ldap
    if not found:
        abort(404)
    return jsonify(dn=found[0][0])


@bp.get("/people")
def people():
    """People whose name begins with a term."""
    connection: ldap.ldapobject.LDAPObject = current_app.extensions["ldap"]
    term = request.args["q"]
    query = "(&(objectClass=person)(cn=" + term + "*))"  # bad: ldap
    safe = "(&(objectClass=person)(sn={}*))".format(escape_filter_chars(term))  # near: ldap
    by_name = connection.search_ext_s(PEOPLE, ldap.SCOPE_ONELEVEL, query, ["cn"], sizelimit=20)  # same: ldap
    by_surname = connection.search_ext_s(PEOPLE, ldap.SCOPE_ONELEVEL, safe, ["cn"], sizelimit=20)
    return jsonify(names=[dn for dn, _ in by_name], surnames=[dn for dn, _ in by_surname])


@bp.get("/mail")
def by_mail():
    """The entry with a mail address."""
    connection: ldap.ldapobject.LDAPObject = current_app.extensions["ldap"]
    query = filter_format("(mail=%s)", [request.args["address"]])  # near: ldap
    return jsonify(found=bool(connection.search_ext_s(PEOPLE, ldap.SCOPE_SUBTREE, query, ["cn"], sizelimit=1)))


@bp.get("/groups/<name>")
def group(name: str):
    """Members of one of our groups."""
    connection: Connection = current_app.extensions["ldap3"]
    if name not in GROUP_NAMES:
        abort(404)
    connection.search(GROUPS, f"(cn={name})", SUBTREE, attributes=["member"], size_limit=100)  # near: ldap
    return jsonify(count=len(connection.entries))


@bp.get("/groups")
def groups():
    """Groups that a person belongs to."""
    connection: Connection = current_app.extensions["ldap3"]
    member = request.args["member"]
    connection.search(GROUPS, "(member=%s)" % member, SUBTREE, attributes=["cn"], size_limit=100)  # bad: ldap
    groups_of = [str(entry.cn) for entry in connection.entries]
    connection.search(GROUPS, f"(owner={escape3(member)})", SUBTREE, attributes=["cn"], size_limit=100)  # near: ldap
    return jsonify(member=groups_of, owner=[str(entry.cn) for entry in connection.entries])


@bp.get("/units/<unit>/heads")
def heads(unit: str):
    """The heads of a unit; the unit becomes part of the search base."""
    connection: Connection = current_app.extensions["ldap3"]
    base = f"ou={unit},{PEOPLE}"  # bad: ldap
    connection.search(base, "(title=Head)", SUBTREE, attributes=["cn"], size_limit=10)  # same: ldap
    deputies_base = f"ou={escape_dn_chars(unit)},{PEOPLE}"  # near: ldap
    connection.search(deputies_base, "(title=Deputy)", SUBTREE, attributes=["cn"], size_limit=10)
    return jsonify(count=len(connection.entries))
