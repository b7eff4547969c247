"""Contents that certainly declare nothing, told without a parser.

True is said only where no reading could give a dependency. Property tests compare gates and readers.
"""

from .formats import Format


def declares_nothing(found: Format, content: bytes) -> bool:
    """Whether a file of this format certainly declares no dependency."""
    match found:
        case "script":
            return b"# /// " not in content
        case "shell":
            return not may_install(content)
    return False


# A word of each command that installs or runs something from elsewhere, in small letters.
_WORDS = (
    b"pip", b"uv", b"npm", b"npx", b"pnpm", b"yarn", b"bun", b"cargo", b"go ", b"go\t", b"go\\", b"go'", b'go"', b"gem",
    b"apt", b"apk", b"dnf", b"yum", b"zypper", b"curl", b"wget", b"iex", b"invoke-expression", b"conda", b"mamba",
    b"docker", b"podman", b"nerdctl", b"brew", b"deno", b"poetry", b"pdm", b"rye", b"easy_install", b"corepack",
)  # fmt: skip


def may_install(content: bytes) -> bool:
    """Whether a script holds a word of a command that installs something."""
    content = content.lower()
    return any(word in content for word in _WORDS)
