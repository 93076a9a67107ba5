"""Put figures, charts and words of the page together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coalition_data.release.metadata import citation
from coalition_data.release.page import charts
from coalition_data.release.page.figures import SPEAKERS_SHOWN, read_figures
from coalition_data.release.quality import Quality, read_quality
from coalition_data.release.templates import render

ACROSS_STANCES = ("committed", "offered", "considering", "conditional", "declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the page.

    Attributes:
        name: its anchor.
        title: its heading.
        caption: how to read it.
        svg: the drawing, None where there is nothing to draw.
    """

    name: str
    title: str
    caption: str
    svg: str | None


_CHARTS: Sequence[tuple[str, str, str, Callable[[charts.Rows], charts.Spec], str]] = (
    ("coverage", "Coverage over time", "coverage", charts.coverage,
     "Articles by month of publication. What was read decides what can be found: counts of other charts follow it."),
    ("timeline", "Meetings in time", "meetings", charts.timeline,
     "One dot a meeting with a known date, larger with more mentions, by type."),
    ("map", "Meetings on the map", "places", charts.world,
     "Where meetings took or were to take place, by city; virtual meetings have no place."),
    ("stances", "Pledges by category and stance", "categories", charts.stances,
     "Rows of the table pledges. Each stance has its column: an offer is no commitment, and a commitment no delivery."),
    ("promises", "Pledges by country and category", "countries", charts.promises,
     "One dot a stance, larger with more pledges; the countries with most rows, as ISO 3166-1 codes."),
    ("speakers", "Most quoted speakers", "speakers", charts.speakers,
     f"Speakers with a name, by spans quoted; the first {SPEAKERS_SHOWN}."),
)  # fmt: skip


def release_page(folder: Path, manifest: Mapping[str, Any], files: Sequence[tuple[str, str]]) -> str:
    """The text of ``index.html``.

    Args:
        folder: with the four tables.
        manifest: of the release.
        files: names of the files to link to, with what each is.
    """
    figures = read_figures(folder)
    drawn = [
        Chart(name, title, caption, charts.draw(declare(figures[rows])) if figures[rows] else None)
        for name, title, rows, declare, caption in _CHARTS
    ]
    quality: Quality = read_quality()
    return render(
        "index.html.j2",
        manifest=manifest,
        cite=citation(manifest),
        charts=drawn,
        figures=figures,
        stances=ACROSS_STANCES,
        quality=quality,
        files=files,
        undated=figures["undated"][0]["articles"],
    )
