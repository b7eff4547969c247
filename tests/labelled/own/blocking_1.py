"""Chat service on asyncio."""

import asyncio
import subprocess
import time
from pathlib import Path
from typing import Any

import aiofiles
import httpx
import requests
from fastapi import APIRouter

router = APIRouter()
TIMEOUT = 4.0
AVATARS = Path("/srv/avatars")


@router.get("/weather")
async def weather() -> dict[str, Any]:
    """Weather at the office."""
    return requests.get("https://weather.example.org/now", timeout=TIMEOUT).json()  # bad: blocking


@router.get("/weather/async")
async def weather_async() -> dict[str, Any]:
    """Weather at the office, while other requests go on."""
    async with httpx.AsyncClient(timeout=TIMEOUT) as client:
        return (await client.get("https://weather.example.org/now")).json()


@router.get("/weather/thread")
async def weather_thread() -> int:
    """The same with the old client, in a thread."""
    answer = await asyncio.to_thread(requests.get, "https://weather.example.org/now", timeout=TIMEOUT)  # near: blocking
    return answer.status_code


@router.get("/weather/sync")
def weather_sync() -> int:
    """FastAPI runs a plain function in its thread pool."""
    return requests.head("https://weather.example.org/now", timeout=TIMEOUT).status_code  # near: blocking


async def backoff(attempt: int) -> None:
    """Wait before another attempt."""
    time.sleep(2**attempt)  # bad: blocking


async def backoff_async(attempt: int) -> None:
    """Wait, and let others work."""
    await asyncio.sleep(2**attempt)  # near: blocking


async def resize() -> int:
    """Make the newest avatar smaller."""
    done = subprocess.run(["mogrify", "-resize", "64x64", "--", str(AVATARS / "new.png")], timeout=TIMEOUT)  # bad: blocking
    return done.returncode


async def log_line(line: str) -> None:
    """Append a line to the chat's log."""
    with open("/var/log/chat.log", "a", encoding="utf-8") as log:  # bad: blocking
        log.write(line)  # same: blocking


async def log_line_async(line: str) -> None:
    """Append a line without holding the loop."""
    async with aiofiles.open("/var/log/chat.log", "a", encoding="utf-8") as log:  # near: blocking
        await log.write(line)


async def compress(data: bytes) -> int:
    """Compress in an executor; the nested function runs there."""

    def work() -> int:
        time.sleep(0)  # near: blocking
        return len(data)

    return await asyncio.get_running_loop().run_in_executor(None, work)
