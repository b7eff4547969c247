"""Moderation tools."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from fastapi import APIRouter, Depends, HTTPException
from flask import Blueprint, g, jsonify
from moderation.models import Post, User
from moderation.security import current_user, signed_in

bp = Blueprint("moderation", __name__)
router = APIRouter(dependencies=[Depends(current_user)])


@login_required
def remove(request: HttpRequest, post_id: int) -> JsonResponse:
    """Remove a post."""
    assert request.user.is_staff, "moderators only"  # bad: assert-auth
    Post.objects.filter(pk=post_id).delete()
    return JsonResponse({"removed": post_id})


@login_required
def restore(request: HttpRequest, post_id: int) -> JsonResponse:
    """Restore a post."""
    if not request.user.is_staff:
        raise PermissionDenied
    restored = Post.restore(post_id)
    assert isinstance(restored, Post)  # near: assert-auth
    return JsonResponse({"restored": restored.pk})


@router.post("/users/{user_id}/ban")
def ban(user_id: int, user: User = Depends(current_user)) -> dict[str, bool]:
    """Ban a user."""
    assert "admin" in user.roles  # bad: assert-auth
    return {"banned": User.ban(user_id)}


@router.post("/users/{user_id}/unban")
def unban(user_id: int, user: User = Depends(current_user)) -> dict[str, bool]:
    """Lift a ban."""
    if "admin" not in user.roles:
        raise HTTPException(status_code=403, detail="administrators only")
    target = User.find(user_id)
    if target is None:
        raise HTTPException(status_code=404, detail="no such user")
    assert target.id == user_id  # near: assert-auth
    return {"banned": User.unban(target.id)}


@bp.post("/posts/<int:post_id>/edit")
@signed_in
def edit(post_id: int):
    """Edit a post."""
    post = Post.query.get_or_404(post_id)
    assert post.author_id == g.user.id, "not your post"  # bad: assert-auth
    return jsonify(edited=post.touch())


def promote(actor: User, user: User) -> None:
    """Make a user a moderator."""
    assert actor.has_permission("promote")  # bad: assert-auth
    user.add_role("moderator")


def test_promote_needs_permission() -> None:
    """Kept beside the code as an example of use."""
    actor = User(roles=["admin"])
    promote(actor, user := User(roles=[]))
    assert actor.has_permission("promote")  # near: assert-auth
    assert "moderator" in user.roles  # near: assert-auth
