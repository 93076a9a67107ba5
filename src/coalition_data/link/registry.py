"""The registry of ids: what became of every id that a release gave to a meeting or a pledge.

It is a pure function of the registry before and of the tables of a release; the caller reads and writes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from coalition_data.link import meetings as meeting_rows
from coalition_data.link import pledges as pledge_rows
from coalition_data.link.ids import update_known, weigh_claims
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
    held = weigh_claims(
        [meeting_rows.claimant_of(row) for row in meetings], known_in(known, "meetings"), meeting_rows.near_meeting
    )
    promised = weigh_claims(
        [pledge_rows.claimant_of(row) for row in pledges], known_in(known, "pledges"), pledge_rows.near_pledge
    )
    return join_registries(
        update_known("meetings", held, [row.meeting_id for row in meetings], release),
        update_known("pledges", promised, [row.pledge_id for row in pledges], release),
    )


def join_registries(*tables: Sequence[KnownId]) -> tuple[KnownId, ...]:
    """The ids of several tables as one registry, sorted by id."""
    return tuple(sorted((one for ids in tables for one in ids), key=lambda one: one.id))


def registry_of(meetings: Sequence[Meeting], pledges: Sequence[Pledge]) -> tuple[KnownId, ...]:
    """The registry of a release that was published without one."""
    return update_registry((), meetings, pledges, None)
