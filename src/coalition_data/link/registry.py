"""The registry of ids: what became of every id that a release gave to a meeting or a pledge.

It is a pure function of the registry before and of the tables of a release; the caller reads and writes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from coalition_data.link import meetings as meeting_rows
from coalition_data.link import pledges as pledge_rows
from coalition_data.link.ids import update_known
from coalition_data.records import KnownId, Meeting, Pledge


def known_in(known: Sequence[KnownId], table: str) -> tuple[KnownId, ...]:
    """The ids of one table."""
    return tuple(one for one in known if one.table == table)


def update_registry(
    known: Sequence[KnownId], meetings: Sequence[Meeting], pledges: Sequence[Pledge], release: str | None
) -> tuple[KnownId, ...]:
    """The registry after a release, sorted by id.

    Args:
        known: the registry before.
        meetings, pledges: the linked rows, with their ids.
        release: version of the last release, None where there is none.
    """
    return tuple(
        sorted(
            (
                *update_known(
                    known_in(known, "meetings"),
                    "meetings",
                    [meeting_rows.claimant_of(row) for row in meetings],
                    [row.meeting_id for row in meetings],
                    release,
                    meeting_rows.near_meeting,
                ),
                *update_known(
                    known_in(known, "pledges"),
                    "pledges",
                    [pledge_rows.claimant_of(row) for row in pledges],
                    [row.pledge_id for row in pledges],
                    release,
                    pledge_rows.near_pledge,
                ),
            ),
            key=lambda one: one.id,
        )
    )


def registry_of(meetings: Sequence[Meeting], pledges: Sequence[Pledge]) -> tuple[KnownId, ...]:
    """The registry of a release that was published without one."""
    return update_registry((), meetings, pledges, None)
