"""Articles that try to be more than text. Every place where text ends up is tried with the same strings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sample_tables import MEETING, PLEDGE, QUOTE, article, evidence, find

SCRIPT = "<script>document.title='owned'</script>"
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
SVG = "</text></svg><script>document.title='owned'</script>"
SQL = "'; drop table articles; --"
ESCAPE = "red \x1b]0;owned\x07\x1b[31m\x1b[2J end"
BIDI = "abc\u202egpj.exe\u2066x\u2069"
FORMULA = "=cmd|' /C calc'!A0"
WIDE_FORMULA = "＝1+1"
AT_FORMULA = "@SUM(A1:A9)"
MARKDOWN = (
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) | a | `b` <https://evil.example> www.evil.example"
)
TEMPLATE = "{{ 7*7 }} {% raw %}"
ENTITY = "&lt;b&gt; &#x3C;script&#x3E;"

ALL = (SCRIPT, IMAGE, SVG, SQL, ESCAPE, BIDI, FORMULA, WIDE_FORMULA, AT_FORMULA, MARKDOWN, TEMPLATE, ENTITY)

TEXT = "\n\n".join(f"Ministers met. “{words}” said {words}, the minister." for words in ALL)

ARTICLE = article(
    TEXT, "art_00000000000000cc", source_uri=f"folder/{SCRIPT}.txt", title=f"{FORMULA} {SCRIPT} {ESCAPE} {BIDI}",
    publisher=f"{IMAGE} {MARKDOWN}", authors=(FORMULA, SVG), url="https://news.example/x", dateline="LISBON",
    published_on=dt.date(2016, 3, 4), published_on_method="metadata",
)  # fmt: skip


def _quote(number: int, words: str) -> Any:
    start, end = find(TEXT, words)
    speaker = TEXT.index(words, end)
    return dataclasses.replace(
        QUOTE, quote_id=f"quo_00000000{number:04x}", utterance_id=f"quo_00000000{number:04x}",
        article_id=ARTICLE.article_id, start=start, end=end, text=words, speaker_name=words, speaker_mention=words,
        speaker_start=speaker, speaker_end=speaker + len(words), speaker_role=FORMULA, cue="said",
        cue_start=TEXT.index("said", end), cue_end=TEXT.index("said", end) + 4, meeting_id=MEETING.meeting_id,
    )  # fmt: skip


QUOTES = tuple(_quote(number, words) for number, words in enumerate(ALL))
SPEECH = (evidence(ARTICLE, SCRIPT),)
HOSTILE_MEETING = dataclasses.replace(
    MEETING, name=f"{FORMULA} {SCRIPT}", venue=IMAGE, city=SVG, evidence=SPEECH, participants_reported=()
)
HOSTILE_PLEDGE = dataclasses.replace(
    PLEDGE, pledger_name=SCRIPT, pledger_kind="group", pledger_iso3=None, description=AT_FORMULA, condition=MARKDOWN,
    evidence=SPEECH,
)  # fmt: skip


def hostile_tables() -> dict[str, tuple[Any, ...]]:
    """The records of every table."""
    return {"articles": (ARTICLE,), "meetings": (HOSTILE_MEETING,), "pledges": (HOSTILE_PLEDGE,), "quotes": QUOTES}
