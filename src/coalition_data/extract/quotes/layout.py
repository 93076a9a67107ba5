"""Sources that the layout or the words right at the marks give away; no model overrules them."""

from __future__ import annotations

import re

from coalition_data.extract.quotes.scene import QuotedSpan, Scene

_DASH_SOURCE = re.compile(r"\s*(?:[–—―‒]|--?|~)\s*(?=[A-Z@])((?:[A-Z]\.|[^\n\"“”.;:]){2,90})[.\s]*$")
_LABEL = re.compile(r"([A-Z@][^\n:.!?\"“”]{1,60}?)(?:\s*\([^()]{1,30}\))?\s*:\s*$")
_TURN = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):\s")
_QUOTING = frozenset(
    ("quote", "quotes", "quoted", "quoting", "cite", "cites", "cited", "citing", "report", "reports", "reported",
     "reporting", "record", "recorded", "show", "shows", "showed", "paraphrased")
)  # fmt: skip
_RELAY_REACH = 12
"""Tokens behind the marks in which "A quoted B as saying" may end."""
_LABEL_WORDS = 6
_JOINS = frozenset((",", "and", "or", "but", "yet", "then", "also"))
_LONGEST_JOIN = 3
_ADJACENT = 4
_CLAIM_REACH = 12
_DASHES = ("-", "--", "–", "—", "―")
_SURE_CUE, _CUE_WITH_COMMA = 0.5, 0.25


def fixed_source(scene: Scene, span: QuotedSpan) -> tuple[int, int] | None:
    """Offsets of a source that the layout alone gives away.

    ``"…" — Jane Doe`` at the end of a line, ``DOE: "…"`` at its beginning, and ``"DOE: …"``, as in transcripts and
    lists of reactions.
    """
    start, end = scene.units[span.unit]
    dashed = _DASH_SOURCE.match(scene.text, span.close, end)
    if dashed and span.close > span.end:
        first, last = dashed.span(1)
        name = scene.text[first:last].split(",")[0].rstrip()
        return first, first + len(name)
    label = _LABEL.fullmatch(scene.text, start, span.open) if span.open > start else None
    if label and _is_label(label.group(1)):
        return label.span(1)
    turn = _TURN.match(scene.text, span.start, span.end)
    return turn.span(1) if turn else None


def is_coordinated(scene: Scene, previous: QuotedSpan, span: QuotedSpan) -> bool:
    """Whether nothing but a comma or a conjunction stands between two spans (``said "…" and "…"``)."""
    between = range(previous.after, span.before + 1)
    return (
        previous.unit == span.unit
        and 0 < len(between) <= _LONGEST_JOIN
        and all(scene.lower[index] in _JOINS for index in between)
    )


def quoted_person(scene: Scene, span: QuotedSpan) -> int | None:
    """The head of B in ``A quoted B as saying "…"``, ``B was quoted as saying "…"``, ``"…," A quoted B as saying``."""
    near = range(max(1, span.before - 4), span.before + 1)
    person = next((found for index in near if (found := relayed_person(scene, index)) is not None), None)
    if person is not None or span.after >= len(scene.tags) or scene.unit_of[span.after] != span.unit:
        return person
    following = range(span.after + 1, min(span.after + _RELAY_REACH, len(scene.tags)))
    for index in following:
        if scene.span_of[index] >= 0 or scene.words[index] in (".", ";"):
            return None
        person = relayed_person(scene, index)
        if person is not None:
            return person
    return None


def relayed_person(scene: Scene, saying: int) -> int | None:
    """The head of B where ``saying`` is the participle of ``A quoted B as saying``; None elsewhere."""
    if scene.lower[saying - 1] != "as" or scene.cue_of[saying] is None or scene.lower[saying][-3:] != "ing":
        return None
    verb = scene.heads[saying - 1]
    if scene.lower[verb] not in _QUOTING:
        return None
    for child in scene.doc.children_of[verb]:
        if scene.deps[child] in ("dobj", "nsubjpass") and child in scene.mention_set:
            return child
    return next((index for index in (saying - 2,) if index in scene.mention_set and index > verb), None)


def adjacent_source(scene: Scene, span: QuotedSpan) -> int | None:
    """The subject of a verb of speech that stands right at the marks.

    ``she said, "…"``, ``"…," she said`` and ``"…," said she``: the comma or colon ties the words to that verb, whatever
    the parser makes of the rest of the sentence.
    """
    index = span.before
    if index > 0 and scene.lower[index] in (",", ":") and scene.unit_of[index - 1] == span.unit:
        subject = _subject_of_speech(scene, index - 1, _CUE_WITH_COMMA)
        if subject is not None and index - 1 - _ADJACENT <= subject < index - 1:
            return subject
    after = span.after
    if scene.text[span.end - 1] != "," or after >= len(scene.tags) or scene.unit_of[after] != span.unit:
        return None
    subject = _subject_of_speech(scene, after)
    if subject is not None and subject > after:
        return subject
    for verb in range(after + 1, min(after + 1 + _ADJACENT, len(scene.tags))):
        subject = _subject_of_speech(scene, verb)
        if subject is not None and after <= scene.doc.edges[subject][0] <= subject < verb:
            return subject if scene.doc.edges[subject][0] == after else None
    return None


def tied_source(scene: Scene, span: QuotedSpan) -> int | None:
    """The head of the source that the words right at the marks decide, None where they leave it open."""
    for find in (quoted_person, named_right_before, adjacent_source, claimant):
        source = find(scene, span)
        if source is not None:
            return source
    return None


def named_right_before(scene: Scene, span: QuotedSpan) -> int | None:
    """The head of a person's name that stands right before the marks' own verb, colon or dash.

    ``Jane Doe boasted, "…"``, ``footage of Jane Doe saying, "…"`` and ``others, among them Jane Doe -- "…" --``,
    ``Captain Jane Doe of Oslo: "…"``: whatever subject the parser gives to the verb, nobody else stands so near.
    """
    index = span.before
    if index < 1 or scene.unit_of[index - 1] != span.unit or scene.span_of[index - 1] >= 0:
        return None
    if scene.words[index] in _DASHES:
        closed = span.after < len(scene.words) and scene.words[span.after] in _DASHES
        return _person_ending_at(scene, index - 1) if closed else None
    if scene.words[index] == ":":
        person = _speaker_to(scene, _person_ending_at(scene, index - 1))
        person = None if person == index - 1 and _is_where(scene, person) else person
        homed = index > 3 and scene.lower[index - 2] == "of" and scene.tags[index - 1][:3] == "NNP"
        person = _person_ending_at(scene, index - 3) if person is None and homed else person
        if person is not None:
            return person
    if scene.words[index] not in (",", ":"):
        return None
    cue = scene.cue_of[index - 1]
    if cue is None or cue.kind not in ("say", "claim", "ask") or scene.tags[index - 1] not in ("VBD", "VBZ", "VBG"):
        return None
    person = _person_ending_at(scene, index - 2)
    if person is None or scene.tags[index - 1] != "VBG":
        return person
    first = scene.doc.edges[person][0]
    return person if first > 0 and scene.tags[first - 1] == "IN" else None


def _is_where(scene: Scene, name: int) -> bool:
    """Whether a name tells where the words were printed ("wrote on Chirper: …"), whatever the model takes it for."""
    entity = scene.doc.entity_of[name]
    before = (entity.start if entity is not None else name) - 1
    return before >= 0 and scene.lower[before] in _PRINTED_ON and scene.tags[before] == "IN"


_PRINTED_ON = frozenset({"on", "via", "in", "at", "through"})
_TOWARDS = frozenset({"to", "of", "about", "on", "for", "against"})


def _speaker_to(scene: Scene, person: int | None) -> int | None:
    """Who speaks where a name is only told or spoken of, else the name.

    ``the general told Al Jazeera: "…"``, ``the general said of Jane Doe: "…"``: the subject.
    """
    if person is None or scene.deps[person] not in ("dobj", "dative", "iobj", "pobj"):
        return person
    verb = scene.heads[person]
    verb = scene.heads[verb] if scene.deps[person] == "pobj" and scene.lower[verb] in _TOWARDS else verb
    if scene.cue_of[verb] is None:
        return person
    subjects = (child for child in scene.doc.children_of[verb] if scene.deps[child] == "nsubj")
    return next((subject for subject in subjects if subject in scene.mention_set), person)


def _person_ending_at(scene: Scene, index: int) -> int | None:
    """The token, if it ends a person's name outside the marks."""
    if index < 0 or scene.tags[index][:3] != "NNP" or scene.span_of[index] >= 0:
        return None
    entity = scene.doc.entity_of[index]
    if entity is None:  # a name that the model misses, between punctuation and the verb
        return index if index > 0 and not scene.words[index - 1][-1:].isalnum() else None
    return index if entity.label == "PERSON" and entity.end == index + 1 else None


def claimant(scene: Scene, span: QuotedSpan) -> int | None:
    """The owner of a claim whose words the span quotes: ``Jane Doe's claim that they had seen "…"``."""
    floor = max(1, span.before - _CLAIM_REACH)
    for index in range(span.before, floor, -1):
        if scene.cue_of[index] is not None or scene.sentence_of[index] != scene.sentence_of[span.first]:
            return None
        if scene.lower[index] == "that" and scene.lower[index - 1] in scene.nouns.reporting:
            owners = (child for child in scene.doc.children_of[index - 1] if scene.deps[child] == "poss")
            return next((owner for owner in owners if owner in scene.mention_set), None)
    return None


def _subject_of_speech(scene: Scene, verb: int, least: float = _SURE_CUE) -> int | None:
    cue = scene.cue_of[verb]
    if cue is None or cue.kind not in ("say", "claim") or cue.weight < least:
        return None
    subjects = (child for child in scene.doc.children_of[verb] if scene.deps[child] == "nsubj")
    subject = next(subjects, None)
    return None if subject is None or scene.tags[subject] in ("WDT", "WP", "DT") else subject


def _is_label(text: str) -> bool:
    """Whether the words before a colon are a name alone ("Mr. DOE"), not a clause ("He said")."""
    words = text.split()
    capital = sum(word[:1].isupper() or word[:1] == "@" for word in words)
    return len(words) <= _LABEL_WORDS and capital == len(words) and (len(words) > 1 or text.isupper())
