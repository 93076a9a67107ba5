"""What a page is taken apart into."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Page:
    """A page, taken apart. Lists are in the order of the page.

    Attributes:
        title: the headline as printed, without site name.
        paragraphs: the body, subheads included, dateline and credits still inside paragraphs.
        captions: of pictures.
        lead_captions: those that stood above the body: the main picture's.
        bylines: whole lines.
        place: of a dateline that is printed on a line of its own.
        stamps: (line, whether it stood above the headline) for lines with a date above the body, and labelled
            ones below.
    """

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    lead_captions: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    stamps: list[tuple[str, bool]] = field(default_factory=list)
    place: str | None = None
