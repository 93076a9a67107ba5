"""The meeting at which a quote was said.

Two signs are taken, and nothing else. The attribution says so ("told the conference", "at the meeting in Paris, she
said"); or the article tells of one gathering that was held, the speaker is among its hosts or those who attended, and
the attribution names no other occasion (an interview, reporters, a statement, another day).

Left out: bilateral talks by the second sign, because what is quoted there is mostly said to reporters afterwards, and
articles that tell of several meetings, unless the sentence itself is evidence of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from coalition_data.records import Article, Meeting, Quote

_NOUN = (
    r"(?:meeting|conference|summit|talks|ministerial|gathering|session|forum|assembly|council|discussions|plenary)s?"
)
_SAID_AT = re.compile(
    rf"\b(?:at|during|in|to|address(?:ed|ing)|opened|opening|clos(?:ed|ing)|chair(?:ed|ing)|host(?:ed|ing)|told|"
    rf"convened|convening)\s+(?:the|a|an|this|that|their|his|her|its|today['’]s|[A-Z][\w’'-]*)\b"
    rf"(?:\s+(?!(?:press|news|media)\b)[\w’',-]+){{0,6}}?\s+{_NOUN}\b(?!\s+(?:call|room|hall|cent(?:er|re)|table)s?\b)"
    r"|\btold\s+(?:the\s+|his\s+|her\s+|fellow\s+|assembled\s+|visiting\s+){0,2}"
    r"(?:delegates|delegations|participants|ministers|counterparts|attendees|leaders)\b"
    r"|\b(?:opening|closing|welcoming)\s+(?:speech|remarks|address|statement)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:interview\w*|reporters?|journalists?|news(?:paper|men)?|press|briefing|statement|communiqu[eé]|letter|tweet\w*|"
    r"twitter|facebook|telegram|blog|wrote|writes|radio|television|tv|phone|telephone|email|e-mail|parliament|congress|"
    r"senate|lawmakers|ahead|before|prior|after(?:wards)?|following|earlier|previously|later|last|since|upcoming|"
    r"next|will|spokes\w+|according)\b",
    re.IGNORECASE,
)
_NOT_DURING = re.compile(
    r"\b(?:ahead of|before|prior to|after|following|since|upcoming|next)\s+(?:\S+\s+){0,6}?" + _NOUN, re.IGNORECASE
)
_NOT_THERE = re.compile(
    r"\b(?:(?:comment|react|respond)(?:s|ed|ing)? (?:on|to)|in (?:response|reaction) to|outside|on the sidelines)\b",
    re.IGNORECASE,
)
"""What was said about a meeting, or beside it, was not said at it."""
_SENTENCE_END = re.compile(r"[.!?][\"”'’)\]]*\s+(?=[\"“‘(\[]?[A-Z])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Adm|Sen|Rep|Gov|Prof|St|Sept?|No)|\b[A-Z]\.[A-Z])$"
)
_GATHERINGS = frozenset(("summit", "ministerial", "conference", "donor_conference", "military"))
_ATTENDED = frozenset(("attended", "remote"))
LONGEST_ATTRIBUTION = 160
"""Characters around the quote, its cue and its speaker that count as their attribution."""
LEAD_PARAGRAPHS = 3
"""Paragraphs from the top, the title's included, in which an article's main meeting is told."""


def place_quotes(
    quotes: Iterable[Quote], meetings: Iterable[Meeting], articles: Iterable[Article]
) -> tuple[Quote, ...]:
    """The quotes with ``meeting_id`` filled where the article says at which meeting the words were said.

    Args:
        quotes: final rows; one that has a meeting keeps it.
        meetings: linked meetings.
        articles: all articles.
    """
    told = MeetingsTold(tuple(meetings))
    texts = {article.article_id: article.text for article in articles}
    return tuple(place_quote(quote, told, texts.get) for quote in quotes)


def place_quote(quote: Quote, told: Mapping[str, Sequence[Meeting]], text_of: Callable[[str], str | None]) -> Quote:
    """A quote as ``place_quotes`` does one.

    Args:
        quote: a final row.
        told: the meetings that each article tells of.
        text_of: the text of an article by its id; only asked for where there is a meeting to choose.
    """
    if quote.meeting_id is not None or quote.article_id not in told:
        return quote
    text = text_of(quote.article_id)
    return quote if text is None else _place(quote, told[quote.article_id], text)


class MeetingsTold(Mapping[str, Sequence[Meeting]]):
    """The meetings that each article tells of, in their order; only their numbers are in memory.

    Args:
        meetings: any sequence; may read from disk.
    """

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        self._meetings = meetings
        self._numbers: dict[str, tuple[int, ...]] = {}
        for number, meeting in enumerate(meetings):
            for article in dict.fromkeys(item.article_id for item in meeting.evidence):
                self._numbers[article] = (*self._numbers.get(article, ()), number)

    def __getitem__(self, article: str) -> Sequence[Meeting]:
        return [self._meetings[number] for number in self._numbers[article]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _place(quote: Quote, told: Sequence[Meeting], text: str) -> Quote:
    first, last = _sentence(quote, text)
    frame = _attribution(quote, text, first, last)
    at_meeting = _SAID_AT.search(frame) is not None and not (_NOT_DURING.search(frame) or _NOT_THERE.search(frame))
    meeting = None
    if at_meeting:
        meeting = _only([one for one in told if one.status == "held" and _has_evidence(one, quote, first, last)])
        if meeting is None and len(told) == 1 and told[0].status == "held":
            meeting = told[0]
    elif len(told) == 1 and not _ELSEWHERE.search(frame) and _takes_part(quote, told[0]):
        meeting = told[0] if _is_main(told[0], quote, text) else None
    return replace(quote, meeting_id=meeting.meeting_id) if meeting is not None else quote


def _only(meetings: Sequence[Meeting]) -> Meeting | None:
    return meetings[0] if len(meetings) == 1 else None


def _has_evidence(meeting: Meeting, quote: Quote, first: int, last: int) -> bool:
    return any(
        item.article_id == quote.article_id and item.start < last and first < item.end for item in meeting.evidence
    )


def _takes_part(quote: Quote, meeting: Meeting) -> bool:
    """Whether the speaker hosted or attended a gathering that was held."""
    if meeting.status != "held" or meeting.meeting_type not in _GATHERINGS or quote.speaker_name is None:
        return False
    present = {party.name for party in meeting.participants if party.mode in _ATTENDED and party.kind == "person"}
    return quote.speaker_name in present | {host.name for host in meeting.hosts if host.kind == "person"}


def _is_main(meeting: Meeting, quote: Quote, text: str) -> bool:
    """Whether the article leads with the meeting, and told of it before the quote."""
    lead = len("\n\n".join(text.split("\n\n")[:LEAD_PARAGRAPHS]))
    first = min(item.start for item in meeting.evidence if item.article_id == quote.article_id)
    return first < lead and first < quote.end


def _sentence(quote: Quote, text: str) -> tuple[int, int]:
    """Offsets of the sentence, or the sentences, that hold the quote with its speaker and cue."""
    places = [quote.start, quote.end]
    places += [place for place in (quote.speaker_start, quote.speaker_end, quote.cue_start, quote.cue_end) if place]
    low, high = min(places), max(places)
    start = text.rfind("\n", 0, low) + 1
    end = text.find("\n", high)
    end = len(text) if end < 0 else end
    breaks = [
        match.end()
        for match in _SENTENCE_END.finditer(text, start, low + 1)  # one more, which the pattern looks ahead at
        if match.end() <= low and not _ABBREVIATED.search(text, start, match.start())
    ]
    following = next(
        (m for m in _SENTENCE_END.finditer(text, high, end) if not _ABBREVIATED.search(text, start, m.start())), None
    )
    return (breaks[-1] if breaks else start), (following.end() if following else end)


def _attribution(quote: Quote, text: str, first: int, last: int) -> str:
    """The words of the sentence around the quote, without the quote's own."""
    before = text[max(first, quote.start - LONGEST_ATTRIBUTION) : quote.start]
    after = text[quote.end : min(last, quote.end + LONGEST_ATTRIBUTION)]
    return f"{before} | {after}"
