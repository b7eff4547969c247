"""Background work of the chat service."""

import asyncio
from collections.abc import Awaitable

from chat.store import Message, archive, index

pending: set[asyncio.Task[None]] = set()


async def notify(message: Message) -> None:
    """Tell the members of a room."""
    for member in message.room.members:
        await member.push(message.text)


async def on_message(message: Message) -> None:
    """Handle a new message."""
    asyncio.create_task(notify(message))  # bad: task
    await archive(message)


async def on_edit(message: Message) -> None:
    """Handle an edit; the set keeps the task alive until it is done."""
    task = asyncio.create_task(notify(message))  # near: task
    pending.add(task)
    task.add_done_callback(pending.discard)


async def on_delete(message: Message) -> None:
    """Handle a deletion."""
    notify(message)  # bad: task
    await archive(message)


async def on_reaction(message: Message) -> None:
    """Handle a reaction."""
    asyncio.sleep(0.1)  # bad: task
    await notify(message)


async def on_import(messages: list[Message]) -> None:
    """Handle many messages; the group waits for all of them."""
    async with asyncio.TaskGroup() as group:
        for message in messages:
            group.create_task(index(message))  # near: task


async def on_pin(message: Message) -> None:
    """Handle a pinned message."""
    loop = asyncio.get_running_loop()
    loop.create_task(notify(message))  # bad: task
    asyncio.ensure_future(index(message))  # bad: task


def later(message: Message) -> Awaitable[None]:
    """The caller awaits what is returned."""
    return notify(message)  # near: task


async def flush(messages: list[Message]) -> None:
    """Wait for several at once."""
    await asyncio.gather(*(notify(message) for message in messages))  # near: task
