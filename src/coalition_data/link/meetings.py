"""Link the reports of meetings across articles: one row a real meeting.

Reports are compared where they share a block (city, day, party, word of the name); a scored decision joins the most
alike first, and a cluster takes in a report only if nothing in it contradicts, so that two meetings dated differently
are never glued by an undated one between them.

Why not Splink: its parameters are learned by expectation maximisation from many thousand record pairs, and its
clusters are connected components. Here a release holds tens to some thousand meetings, most fields are NULL, and what
decides are contradictions (two dates, two cities, two rows of one article), which components cannot respect.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, groupby
from operator import itemgetter

from coalition_data.blocking import Blocked, candidate_pairs
from coalition_data.link.articles import Dated
from coalition_data.link.features import THRESHOLD, UNDATED_REACH_DAYS, Report, contradict, make_report, score
from coalition_data.link.groups import in_order, ordered_clusters
from coalition_data.link.ids import Claimant, assign_ids, make_claimant, update_known, weigh_claims
from coalition_data.link.parties import name_parties
from coalition_data.records import Evidence, Host, KnownId, Meeting, Participant, ReportedCount
from coalition_data.spool import Spooled

_TYPES = ("summit", "donor_conference", "ministerial", "military", "conference", "bilateral", "officials", "other")
"""Most specific first."""
_PRECISIONS = ("day", "week", "month", "year", "unknown")
_MODES = ("remote", "attended", "expected", "invited", "excluded")
_FORMATS = ("hybrid", "virtual", "in_person", "unknown")
_AMBIGUOUS = 1.0
"""An undated report that fits two contradicting meetings about equally well (within this score) joins neither."""


@dataclass(frozen=True)
class Links:
    """Linked meetings, sorted by id, for each provisional id the id of its row, and what became of all ids."""

    meetings: Sequence[Meeting]
    final_id: dict[str, str]
    ids: tuple[KnownId, ...]


def link_meetings(
    meetings: Iterable[Meeting], articles: Iterable[Dated], known: Sequence[KnownId] = ()
) -> tuple[Meeting, ...]:
    """One row a real meeting, from one row an article and meeting; the same for every order of the input.

    Args:
        meetings: rows of single articles, with provisional ids.
        articles: all articles.
        known: the ids of meetings that earlier releases gave.
    """
    return tuple(link_reports(meetings, articles, known).meetings)


def link_reports(
    meetings: Iterable[Meeting], articles: Iterable[Dated], known: Sequence[KnownId] = (), release: str | None = None
) -> Links:
    """As ``link_meetings``, with the way from provisional to final ids, and the ids of meetings after ``release``."""
    by_id = {article.article_id: article for article in articles}
    reports = Spooled(Report, (make_report(meeting, by_id) for meeting in meetings))
    del by_id
    clusters, given = _in_order(reports)
    rows = Spooled(Meeting, (_merge([reports[index] for index in cluster]) for cluster in clusters))
    claimants = [claimant_of(row, partial(rows.__getitem__, number)) for number, row in enumerate(rows)]
    claims = weigh_claims(claimants, known, near_meeting)
    ids = assign_ids("mtg_", claims)
    registry = update_known("meetings", claims, ids, release)
    del claimants, claims
    order = sorted(range(len(ids)), key=ids.__getitem__)
    final = {given[index]: made for cluster, made in zip(clusters, ids, strict=True) for index in cluster}
    return Links(Spooled(Meeting, (replace(rows[number], meeting_id=ids[number]) for number in order)), final, registry)


def _in_order(reports: Sequence[Report]) -> tuple[list[list[int]], list[str]]:
    """The reports of each meeting, sorted by where they stand; and the provisional id of each report."""
    places, given = [], []
    for number, report in enumerate(reports):
        first = report.meeting.evidence[0]
        places.append((first.article_id, first.start, first.end, number))
        given.append(report.meeting.meeting_id)
    rank = array("l", bytes(array("l").itemsize * len(places)))
    for at, (*_, number) in enumerate(in_order(places, itemgetter(0, 1, 2), lambda place: _tie(reports[place[-1]]))):
        rank[number] = at
    return sorted(find_clusters(reports), key=lambda cluster: rank[cluster[0]]), given


def claimant_of(row: Meeting, load: Callable[[], Meeting] | None = None) -> Claimant:
    """A meeting as it claims its id: by its words, and of those by its day and city."""
    return make_claimant(row, f"{row.start_date or ''}|{row.city or ''}", "meeting", load)


def near_meeting(new: str, old: str) -> int:
    """How near two meetings of the same words are; a day or a city may have been corrected, hardly both."""
    if new == old:
        return 4
    differing = sum(
        bool(one and other and one != other) for one, other in zip(new.split("|"), old.split("|"), strict=True)
    )
    return 3 - differing


def _place(report: Report) -> tuple[object, ...]:
    first = report.meeting.evidence[0]
    return (first.article_id, first.start, first.end)


def _tie(report: Report) -> str:
    return repr(report.meeting)


def find_clusters(reports: Sequence[Report]) -> Iterator[list[int]]:
    """Numbers of the reports of each meeting, by where they stand.

    Args:
        reports: in any order; those of close days close together are read fastest where they are on disk.
    """
    return ordered_clusters(reports, _alike(reports), _place, _tie, _cluster)


def _alike(reports: Sequence[Report]) -> Iterator[tuple[int, int, float]]:
    """Pairs of reports that may be of one meeting, with their score."""
    for one, pairs in groupby(candidate_pairs(_blocked(report) for report in reports), itemgetter(0)):
        first = reports[one]
        for _, other in pairs:
            second = reports[other]
            if not contradict(first, second) and (value := score(first, second)) >= THRESHOLD:
                yield one, other, value


def _cluster(reports: Sequence[Report], pairs: Sequence[tuple[float, int, int]]) -> list[list[int]]:
    """Indices of the reports of each meeting, from the pairs that are alike."""
    unsure = _ambiguous(reports, pairs)
    cluster_of = {index: [index] for index in range(len(reports))}
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        left, right = cluster_of[one], cluster_of[other]
        if left is right or one in unsure or other in unsure:
            continue
        if any(contradict(reports[a], reports[b]) for a in left for b in right):
            continue
        left += right
        for index in right:
            cluster_of[index] = left
    return [sorted(cluster) for index, cluster in cluster_of.items() if min(cluster) == index]


def _blocked(report: Report) -> Blocked:
    meeting = report.meeting
    first, last = meeting.start_date, meeting.end_date
    if first is None and report.published_on is not None:
        first, last = (report.published_on + dt.timedelta(sign * UNDATED_REACH_DAYS) for sign in (-1, 1))
    keys = frozenset(f"{kind} {value}" for kind, value in _keys(report))
    traits = (meeting.city, meeting.country_iso3, str(report.ordinal) if report.ordinal else None)
    return Blocked(keys, first if last else None, last if first else None, traits)


def _keys(report: Report) -> Iterable[tuple[str, str]]:
    meeting = report.meeting
    month = f"{meeting.start_date:%Y-%m}" if meeting.start_date else ""
    if meeting.city:
        yield "city", f"{meeting.city} {month}"
        yield "city", meeting.city
    if meeting.start_date and meeting.date_precision == "day":
        yield "day", meeting.start_date.isoformat()
    yield from (("party", f"{name} {month}") for name in report.parties)
    yield from (("party", name) for name in report.parties)
    yield from (("word", word) for word in report.name_words)


def _ambiguous(reports: Sequence[Report], pairs: Sequence[tuple[float, int, int]]) -> set[int]:
    """Undated reports that fit meetings which contradict each other, none of them clearly best."""
    partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for value, one, other in pairs:
        partners[one].append((value, other))
        partners[other].append((value, one))
    unsure = set()
    for index, options in partners.items():
        if reports[index].meeting.start_date is not None:
            continue
        best = max(value for value, _ in options)
        near = [other for value, other in options if value > best - _AMBIGUOUS]
        dated = [other for other in near if reports[other].meeting.start_date is not None]
        if any(contradict(reports[a], reports[b]) for a, b in combinations(dated, 2)
               if reports[a].article_id != reports[b].article_id or _dates_differ(reports[a], reports[b])):  # fmt: skip
            unsure.add(index)
    return unsure


def _dates_differ(one: Report, other: Report) -> bool:
    return one.meeting.start_date != other.meeting.start_date


def _merge(reports: Sequence[Report]) -> Meeting:
    """The row of one meeting from its reports, the latest published last."""
    ordered = sorted(
        reports, key=lambda report: (report.published_on or dt.date.min, report.meeting.evidence[0].article_id)
    )
    rows = [report.meeting for report in ordered]
    dated = min(rows, key=lambda row: (_PRECISIONS.index(row.date_precision), row.date_method == "linked_article"))
    placed = next((row for row in rows if row.city), None) or next((row for row in rows if row.country_iso3), rows[0])
    form = min((row.format for row in rows), key=_FORMATS.index)
    if len(rows) == 1:
        return _with_names(rows[0])
    status = _status(ordered)
    virtual = form == "virtual" and status in ("held", "scheduled")
    merged = replace(
        rows[0],
        name=_fullest(row.name for row in rows),
        meeting_type=min((row.meeting_type for row in rows), key=_TYPES.index),
        format=form,
        status=status,
        start_date=dated.start_date,
        end_date=dated.end_date,
        date_precision=dated.date_precision,
        date_method=dated.date_method,
        city=None if virtual else placed.city,
        country_iso3=None if virtual else placed.country_iso3,
        venue=None if virtual else next((row.venue for row in rows if row.venue), None),
        latitude=None if virtual else placed.latitude,
        longitude=None if virtual else placed.longitude,
        hosts=_hosts(rows),
        participants=_participants(rows),
        participants_reported=_counts(rows),
        evidence=_evidence(rows),
    )
    return _with_names(merged)


def _with_names(row: Meeting) -> Meeting:
    """The row, its parties known by an office alone under their names."""
    known: list[Host | Participant] = [*row.hosts, *row.participants]
    return replace(row, hosts=name_parties(row.hosts, known), participants=name_parties(row.participants, known))


def _fullest(names: Iterable[str]) -> str:
    return max(names, key=lambda name: (len(name.split()) > 1, name[:1].isupper(), min(len(name), 80), name))


def _status(reports: Sequence[Report]) -> str:
    """As of the latest evidence; undated articles do not outdo dated ones, and of one day a held meeting wins."""
    latest = max((report.published_on for report in reports if report.published_on), default=None)
    last = [report.meeting.status for report in reports if report.published_on == latest] or ["held"]
    every = [report.meeting.status for report in reports]
    if latest is None:
        last = every
    for status in ("cancelled", "postponed", "held"):
        if status in last:
            return status
    return last[0]


def _hosts(rows: Sequence[Meeting]) -> tuple[Host, ...]:
    return tuple({host.name: host for row in reversed(rows) for host in row.hosts}.values())


def _participants(rows: Sequence[Meeting]) -> tuple[Participant, ...]:
    """Every participant once, as the latest report that says most surely tells it."""
    found: dict[str, Participant] = {}
    for row in rows:
        for party in row.participants:
            known = found.get(party.name)
            if known is None or _MODES.index(party.mode) <= _MODES.index(known.mode):
                found[party.name] = replace(party, role=party.role or (known.role if known else None))
    return tuple(found.values())


def _counts(rows: Sequence[Meeting]) -> tuple[ReportedCount, ...]:
    return tuple(sorted({count for row in rows for count in row.participants_reported},
                        key=lambda count: (count.article_id, count.count, count.unit)))  # fmt: skip


def _evidence(rows: Sequence[Meeting]) -> tuple[Evidence, ...]:
    return tuple(sorted({item for row in rows for item in row.evidence},
                        key=lambda item: (item.article_id, item.start, item.end)))  # fmt: skip
