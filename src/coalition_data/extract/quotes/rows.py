"""Attributions as rows of the quotes table."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalition_data.extract.quotes.attribution import Attribution
from coalition_data.extract.quotes.columns import PAIR_COLUMNS
from coalition_data.extract.quotes.filters import has_clause
from coalition_data.extract.quotes.first_person import FIRST_PERSON, speaker_of_unit
from coalition_data.extract.quotes.indirect import ReportFinder
from coalition_data.extract.quotes.nominal_reports import Report
from coalition_data.extract.quotes.scene import PRONOUNS, Scene
from coalition_data.records import Quote
from coalition_data.resolve.entities import ArticleEntities, speaker_kind
from coalition_data.resolve.organisations import body_kind, country_of_name
from coalition_data.resolve.phrases import noun_phrase, without_article

_BLANKS = re.compile(r"[\W_]+")
ID_LENGTH = 12
_TITLE_OF_LABEL = re.compile(r"^(?:MRS?|MS|DR)\.? (?=[A-Z]{3})")
SHORTEST_LABEL = 3
"""Letters of a name that a label prints in capitals; shorter ones are initials."""
HOLDER_REACH = 8
"""Tokens behind an office in which its holder's name may begin."""
MOST_WORDS_BETWEEN = 14
"""Words of an attribution that interrupts one utterance ("…," he told reporters in Ankara on Monday, "…")."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The columns ``speaker_*`` of a row."""

    name: str | None
    kind: str
    role: str | None
    iso3: str | None


class RowMaker:
    """Makes the rows of one article.

    Args:
        scene: the article.
        entities: who is meant by its mentions.
    """

    def __init__(self, scene: Scene, entities: ArticleEntities) -> None:
        self.scene = scene
        self.entities = entities
        self.article_id = scene.doc.article.article_id
        self._seen: Counter[str] = Counter()

    def quote_id(self, text: str) -> str:
        """A stable id: the hash of the article, the words, and how often they occurred before in the article."""
        words = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
        self._seen[words] += 1
        return "quo_" + _digest(f"{self.article_id}\n{words}\n{self._seen[words]}")

    def rows(self, attributions: Sequence[Attribution], confidences: Sequence[float]) -> list[Quote]:
        """Rows of the quotes with marks, in order of the text."""
        rows: list[Quote] = []
        previous: Attribution | None = None
        for attribution, confidence in zip(attributions, confidences, strict=True):
            span = attribution.span
            text = self.scene.text[span.start : span.end]
            quote_id = self.quote_id(text)
            joined = previous is not None and self._one_utterance(previous, attribution)
            utterance = rows[-1].utterance_id if joined else "utt_" + quote_id.removeprefix("quo_")
            rows.append(self._row(attribution, quote_id, utterance, confidence))
            previous = attribution
        return rows

    def indirect_rows(self, reports: Sequence[tuple[Report, float]], finder: ReportFinder) -> list[Quote]:
        """Rows of reported speech, in order of the text."""
        rows = []
        for report, chance in reports:
            start, end = finder.trimmed(report)
            quote_id = self.quote_id(self.scene.text[start:end])
            rows.append(self._indirect_row(report, start, end, quote_id, round(chance, 2)))
        return rows

    def _indirect_row(self, report: Report, start: int, end: int, quote_id: str, confidence: float) -> Quote:
        scene = self.scene
        speaker = self.speaker_of(report.source)
        first, last = scene.bounds_of(report.source)
        cue_end = scene.ends[report.verb + (report.shape == "according" and scene.lower[report.verb] == "according")]
        cue_start = scene.starts[report.verb]
        is_word = scene.text[cue_start].isalpha()
        return Quote(
            quote_id=quote_id,
            article_id=self.article_id,
            start=start,
            end=end,
            text=scene.text[start:end],
            quote_type="indirect",
            utterance_id="utt_" + quote_id.removeprefix("quo_"),
            speaker_name=speaker.name,
            speaker_mention=scene.text[first:last],
            speaker_start=first,
            speaker_end=last,
            speaker_kind=speaker.kind,
            speaker_role=speaker.role,
            speaker_iso3=speaker.iso3,
            cue=scene.text[cue_start:cue_end] if is_word else None,
            cue_start=cue_start if is_word else None,
            cue_end=cue_end if is_word else None,
            meeting_id=None,
            confidence=confidence,
        )

    def _row(self, attribution: Attribution, quote_id: str, utterance: str, confidence: float) -> Quote:
        scene, span = self.scene, attribution.span
        speaker = self.speaker_of(attribution.source)
        known = attribution.source is not None
        cue = attribution.cue
        return Quote(
            quote_id=quote_id,
            article_id=self.article_id,
            start=span.start,
            end=span.end,
            text=scene.text[span.start : span.end],
            quote_type=self._type_of(attribution),
            utterance_id=utterance,
            speaker_name=speaker.name,
            speaker_mention=scene.text[attribution.start : attribution.end] if known else None,
            speaker_start=attribution.start if known else None,
            speaker_end=attribution.end if known else None,
            speaker_kind=speaker.kind,
            speaker_role=speaker.role,
            speaker_iso3=speaker.iso3,
            cue=scene.text[cue[0] : cue[1]] if cue else None,
            cue_start=cue[0] if cue else None,
            cue_end=cue[1] if cue else None,
            meeting_id=None,
            confidence=confidence,
        )

    def speaker_of(self, source: int | None) -> Speaker:
        """Who is meant by the mention with the head ``source``; everything NULL where that is not known."""
        if source is None:
            return Speaker(None, "unknown", None, None)
        scene = self.scene
        if scene.lower[source] in FIRST_PERSON and scene.span_of[source] < 0:
            speaker = speaker_of_unit(scene, source)
            if speaker is None or scene.lower[speaker] in PRONOUNS:
                return Speaker(None, "unknown", None, None)
            source = speaker
        if scene.tags[source] == "WP":  # "the analyst, who said …": the noun that the relative clause belongs to
            clause = scene.heads[source]
            while scene.deps[clause] in ("conj", "xcomp", "aux") and scene.heads[clause] != clause:
                clause = scene.heads[clause]
            if scene.deps[clause] == "relcl":
                source = scene.heads[clause]
        actor = self.entities.actor_of(scene.doc[source])
        if actor is None or actor.kind != "person":
            holder = self._named_holder(source)
            actor = self.entities.actor_of(scene.doc[holder]) if holder is not None else actor
        if actor is not None:
            name = self._body_of(source) if actor.kind == "country" else None
            return self._in_full(Speaker(name or actor.name, speaker_kind(actor), actor.role, actor.iso3), source)
        start, end = scene.bounds_of(source)
        return self._in_full(self._plain_speaker(source, scene.text[start:end]), source)

    def _in_full(self, speaker: Speaker, source: int) -> Speaker:
        """A name in capitals, as the labels of transcripts print it ("MS. DOE: …"), as the article writes it."""
        name = _TITLE_OF_LABEL.sub("", speaker.name or "")
        label = self.scene.words[source + 1 : source + 2] == [":"] and name.replace(" ", "").isalpha()
        if speaker.kind != "person" or not (label and name.isupper()) or len(name) < SHORTEST_LABEL:
            return speaker
        found = [one for one in self.entities.persons if one.name.split()[-1].casefold() == name.casefold()]
        person = next((one for one in found if not one.name.isupper()), None)
        if person is None:
            return replace(speaker, name=name.title())
        return Speaker(person.name, "person", person.role or speaker.role, person.iso3 or speaker.iso3)

    def _body_of(self, source: int) -> str | None:
        """The body that speaks for a country, where the words name both ("the Danish government"); else None."""
        if body_kind(self.scene.lower[source]) not in ("government", "forces"):
            return None
        phrase = noun_phrase(self.scene.doc[source])
        name = without_article(phrase.text)
        return name if country_of_name(name) is not None else None

    def _named_holder(self, source: int) -> int | None:
        """Who is named right behind an office: ``the agency's director, Dr. Jane Doe, said``."""
        scene, comma = self.scene, False
        entity = scene.doc.entity_of[source]
        office = entity.end if entity is not None else source + 1  # "said Sea Watch president Jane Doe"
        if office + 1 < len(scene.lower) and scene.lower[office] in scene.nouns.roles:
            holder = scene.doc.entity_of[office + 1]
            if holder is not None and holder.label == "PERSON":
                return holder.end - 1
        for index in range(source + 1, min(source + HOLDER_REACH, len(scene.tags))):
            entity = scene.doc.entity_of[index]
            if comma and entity is not None and entity.label == "PERSON":
                closes = entity.end < len(scene.tags) and scene.words[entity.end] == ","
                return entity.end - 1 if closes else None
            if scene.words[index] == ",":
                comma = True
            elif scene.tags[index] not in ("POS", "NN", "NNP", "JJ") or (
                comma and not scene.words[index][:1].isupper()
            ):
                return None
        return None

    def _plain_speaker(self, source: int, mention: str) -> Speaker:
        """A speaker that resolution does not know: a body or text by its own words, else unknown."""
        kind = self.scene.kind_of(source)
        name = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", mention, flags=re.IGNORECASE)
        if kind in ("person", "name"):
            return Speaker(name, "person", None, None)
        if kind in ("body", "place"):
            return Speaker(name, "organisation", None, None)
        if kind == "document":
            return Speaker(name, "document", None, None)
        if kind == "role":
            return Speaker(None, "anonymous", name, None)
        return Speaker(None, "unknown", None, None)

    def _type_of(self, attribution: Attribution) -> str:
        """``direct`` for an utterance of its own, ``mixed`` for words inside the author's sentence."""
        row, scene, span = attribution.features, self.scene, attribution.span
        stands_alone = any(
            row[PAIR_COLUMNS[name]] for name in ("opens_unit", "before_colon", "before_comma", "before_stop")
        )
        before = scene.words[span.before] if span.before >= 0 else ""
        stands_alone = stands_alone or before in ("–", "—", "―", "-", "--", "”", '"', "''", "]", ")")
        if not stands_alone and row[PAIR_COLUMNS["before_cue"]]:
            stands_alone = scene.text[span.start].isupper()
        return "direct" if stands_alone and has_clause(scene, span) else "mixed"

    def _one_utterance(self, previous: Attribution, attribution: Attribution) -> bool:
        """Whether nothing but one attribution, or nothing at all, stands between two spans."""
        scene = self.scene
        earlier, later = previous.span, attribution.span
        if earlier.continues and later.unit == earlier.unit + 1:
            return True
        if earlier.unit != later.unit or previous.source is None:
            return False
        between = range(earlier.after, later.before + 1)
        words = sum(scene.words[index][:1].isalnum() for index in between)
        if previous.source != attribution.source:
            return False
        return previous.source in between and words <= MOST_WORDS_BETWEEN


def _digest(text: str) -> str:
    raw = hashlib.sha256(text.encode("utf-8")).digest()
    return base64.b32encode(raw).decode("ascii").lower()[:ID_LENGTH]
