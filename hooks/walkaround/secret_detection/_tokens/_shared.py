"""What rows of several families are written with."""

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def named(*vendors: str) -> tuple[str, ...]:
    """The names that a vendor's credential is given in code and settings, in lower case: `acme_key`, `acme-api`.

    The vendor's word alone is too weak a clue for a run of hexadecimal digits: it stands beside the commits that
    pin the vendor's actions, and beside the digests of its packages.
    """
    words = ("api", "key", "token", "secret")
    return tuple(vendor + joint + word for vendor in vendors for joint in ("_", "-", "") for word in words)
