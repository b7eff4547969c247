"""Clients and resources of AWS among the values of expressions: their methods stand in models of services."""

from typing import TYPE_CHECKING

from . import Verdict, aws
from .values import AwsObject, Values

if TYPE_CHECKING:
    from .calls import Misfit, Shape
    from .sources import Sources


class Cloud:
    """Answers for one set of sources; without botocore among them nothing is known."""

    def __init__(self, sources: "Sources") -> None:
        self._botocore = sources.distributions.get("botocore")
        self._boto3 = sources.distributions.get("boto3")

    def made(self, func: str, texts: tuple[tuple[str, str], ...]) -> Values:
        """What `boto3.client(…)` or `boto3.resource(…)` gives."""
        first = next((text for name, text in texts if name in ("", "service_name") and text), "")
        if not first or any(name == "api_version" for name, _ in texts) or self._botocore is None:
            return None
        return (AwsObject(func, first, ""),)

    def names(self, one: AwsObject) -> frozenset[str] | None:
        """What an object of AWS has; None when nobody can say."""
        if self._botocore is None:
            return None
        match one.what:
            case "client":
                return aws.client_methods(self._botocore, one.service)
            case "exceptions":
                return aws.exceptions(self._botocore, one.service)
            case "resource" if self._boto3 is not None:
                found = aws.resource(self._boto3, self._botocore, one.service, one.name)
                return None if found is None else found.members
        return None

    def has(self, one: AwsObject, attr: str) -> Verdict:
        names = self.names(one)
        if names is None or attr.startswith("_"):
            return "open"
        return "present" if attr in names else "absent"

    def attribute(self, one: AwsObject, attr: str) -> Values:
        """An attribute of such an object, as far as it can be followed."""
        if one.what == "client" and attr == "exceptions":
            return (AwsObject("exceptions", one.service, ""),)
        if one.what == "client":
            return (AwsObject("method", one.service, attr),)
        if one.what == "resource" and self._boto3 is not None and self._botocore is not None:
            found = aws.resource(self._boto3, self._botocore, one.service, one.name)
            kind = found.gives.get(attr) if found is not None else None
            return None if kind is None else (AwsObject("resource", one.service, kind),)
        return None

    def called(self, one: AwsObject) -> Values:
        """A resource's sub-resource is made by a call."""
        return (one,) if one.what == "resource" else None

    def misfit(self, one: AwsObject, shape: "Shape") -> "Misfit | None":
        """Why a call of an operation fails."""
        from .calls import Misfit

        if one.what != "method" or self._botocore is None:
            return None
        found = aws.parameters(self._botocore, one.service, one.name)
        if found is None:
            return None
        required, known = found
        wrong = next((name for name in shape.keywords if name not in known), None)
        if wrong is not None:
            return Misfit("keyword", wrong)
        if shape.positional and not shape.star:
            return Misfit("too-many-arguments", "0")
        missing = sorted(required.difference(shape.keywords))
        return Misfit("missing-argument", missing[0]) if missing and not shape.double_star and not shape.star else None

    def keywords(self, one: AwsObject) -> frozenset[str]:
        found = aws.parameters(self._botocore, one.service, one.name) if self._botocore is not None else None
        return frozenset() if found is None else found[1]
