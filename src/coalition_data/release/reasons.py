"""Why rows of an older release are gone: a removal needs a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

UNEXPLAINED = "unexplained"

_PARTS = {
    "code": ("version", "source_sha256"),
    "language model": ("model",),
    "libraries": ("libraries",),
}
"""What a manifest says about the code, by the name under which a reader knows it."""


class Follower(Protocol):
    """The id that took a row's evidence over."""

    @property
    def new_key(self) -> str: ...  # noqa: D102

    @property
    def kind(self) -> str: ...  # noqa: D102


def what_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """What differs between two runs beside their tables, in words: code, libraries, settings, inputs, corrections."""
    found = [
        name
        for name, keys in _PARTS.items()
        if any(old.get("code", {}).get(key) != new.get("code", {}).get(key) for key in keys)
    ]
    if old.get("parameters") != new.get("parameters"):
        found.append("settings")
    if _inputs(old) != _inputs(new):
        found.append("inputs")
    if old.get("corrections", []) != new.get("corrections", []):
        found.append("corrections")
    if old.get("schema_version") != new.get("schema_version"):
        found.append("schema")
    return tuple(found)


def explain_removal(row: Sequence[Any], follower: Follower | None, circumstances: Sequence[str]) -> str:
    """Why a row is gone, in words; ``UNEXPLAINED`` where nothing differs that could have removed it.

    Args:
        row: id, label, states of its articles, reasons for which those were set aside (``diff_sql.removed_rows``).
        follower: the id that took its evidence over, where one did.
        circumstances: what else differs between the two runs.
    """
    if follower is not None:
        return "merged into another row" if follower.kind == "merged" else "its evidence is another row's now"
    states, reasons = set(row[2] or ()), row[3] or ()
    if states <= {"gone"}:
        return "its articles are no longer among the inputs"
    if states <= {"gone", "aside"}:
        return f"its articles were set aside: {', '.join(reasons)}"
    if "revised" in states:
        return "the text of its article was revised"
    if "gone" in states or "aside" in states:
        return "some of its articles are gone"
    if not circumstances:
        return UNEXPLAINED
    return f"no longer found, its article is unchanged; what differs: {', '.join(circumstances)}"


def _inputs(manifest: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    return sorted((file["source_uri"], file["sha256"] or "") for file in manifest.get("inputs", {}).get("files", ()))
