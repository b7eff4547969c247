"""Projects API on FastAPI."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, status
from projects.security import User, current_user
from projects.storage import Project, Projects, projects

router = APIRouter(prefix="/projects")
CurrentUser = Annotated[User, Depends(current_user)]
Storage = Annotated[Projects, Depends(projects)]


async def owned(number: int, user: CurrentUser, storage: Storage) -> Project:
    """A project of the user who asks."""
    project = await storage.get(number)
    if project is None or project.owner_id != user.id:
        raise HTTPException(status_code=status.HTTP_404_NOT_FOUND, detail="no such project")
    return project


Owned = Annotated[Project, Depends(owned)]


@router.get("/health")
async def health() -> dict[str, str]:  # near: auth
    """For the load balancer."""
    return {"status": "ok"}


@router.get("/{number}")
async def read(number: int, user: CurrentUser, storage: Storage) -> dict[str, str]:
    """A project of the user."""
    project = await storage.get(number)
    if project is None or project.owner_id != user.id:
        raise HTTPException(status_code=404, detail="no such project")
    return {"name": project.name}


@router.post("/")
async def create(name: str, user: CurrentUser, storage: Storage) -> dict[str, int]:
    """A new project."""
    return {"number": await storage.create(name, owner_id=user.id)}


@router.patch("/{number}")
async def rename(project: Owned, name: str, storage: Storage) -> dict[str, str]:  # near: auth
    """Rename a project; who may do so is settled by the dependency of the dependency."""
    await storage.rename(project.number, name)
    return {"name": name}


@router.delete("/{number}", status_code=204)
async def delete(number: int, storage: Storage) -> None:  # bad: auth
    """Delete a project."""
    await storage.delete(number)


@router.post("/{number}/archive", dependencies=[Depends(current_user)])
async def archive(number: int, storage: Storage) -> dict[str, bool]:  # near: auth
    """Archive a project; the user is checked by the decorator."""
    return {"archived": await storage.archive(number)}


@router.post("/{number}/transfer")
async def transfer(number: int, new_owner: int, storage: Storage) -> dict[str, int]:  # bad: auth
    """Give a project to another user."""
    await storage.set_owner(number, new_owner)
    return {"owner": new_owner}
