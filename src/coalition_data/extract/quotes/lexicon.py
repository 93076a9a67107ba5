"""The lexicons of quotes, loaded once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from coalition_data.errors import LexiconError
from coalition_data.resolve.tables import load_yaml

CUE_KINDS = ("say", "claim", "judge", "ask", "promise", "show")
STANCE = "stance"


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb: its kind and how often a use of it reports something (0 to 1)."""

    verb: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Nouns:
    """Nouns in all their numbers, by what they stand for."""

    roles: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    indefinite: frozenset[str]
    named_before: frozenset[str]
    named_after: frozenset[str]
    small_words: frozenset[str]
    naming_verbs: frozenset[str]
    pointing_verbs: frozenset[str]
    plain_naming: frozenset[str]
    word_nouns: frozenset[str]
    reporting: frozenset[str]
    sayings: frozenset[str]
    works: frozenset[str]
    light_verbs: frozenset[str]
    stances: frozenset[str]
    deeds: frozenset[str]
    aspects: frozenset[str]
    copulas: frozenset[str]
    plain_speech: frozenset[str]


@lru_cache(maxsize=1)
def _all_cues() -> dict[str, Cue]:
    text = files("coalition_data.lexicons").joinpath("quotes_cues.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found: dict[str, Cue] = {}
    for row in sorted(rows, key=lambda row: row["kind"] == STANCE):
        if row["kind"] not in (*CUE_KINDS, STANCE):
            raise LexiconError(f"quotes_cues.csv: unknown kind {row['kind']!r}", f"use one of {', '.join(CUE_KINDS)}")
        cue = Cue(row["verb"], row["kind"], float(row["weight"]))
        for form in (row["verb"], *row["forms"].split()):
            found.setdefault(form, cue)
    return found


@lru_cache(maxsize=1)
def cues() -> dict[str, Cue]:
    """Every form of every verb that introduces words, lower case."""
    return {form: cue for form, cue in _all_cues().items() if cue.kind != STANCE}


def report_cues() -> dict[str, Cue]:
    """The same with the verbs that tell a stance: what a report without marks may hang on."""
    return _all_cues()


@lru_cache(maxsize=1)
def nouns() -> Nouns:
    """The noun lists, plurals added to those that take one."""
    text = files("coalition_data.lexicons").joinpath("quotes_nouns.yml").read_text("utf-8")
    lists = {name: frozenset(str(word) for word in words) for name, words in load_yaml(text).items()}
    return Nouns(
        roles=_with_plurals(lists["roles"]),
        bodies=_with_plurals(lists["bodies"]),
        documents=_with_plurals(lists["documents"]),
        indefinite=lists["indefinite"],
        named_before=_with_plurals(lists["named_before"]),
        named_after=_with_plurals(lists["named_after"]),
        small_words=lists["small_words"],
        naming_verbs=lists["naming_verbs"],
        pointing_verbs=lists["pointing_verbs"],
        plain_naming=lists["plain_naming"],
        word_nouns=lists["word_nouns"],
        reporting=_with_plurals(lists["reporting"]),
        sayings=_with_plurals(lists["sayings"]),
        works=lists["works"],
        light_verbs=lists["light_verbs"],
        stances=lists["stances"],
        deeds=lists["deeds"],
        aspects=lists["aspects"],
        copulas=lists["copulas"],
        plain_speech=lists["plain_speech"],
    )


def _with_plurals(words: frozenset[str]) -> frozenset[str]:
    return words | {_plural(word) for word in words}


def _plural(word: str) -> str:
    if word.endswith(("man", "woman")) and word not in ("ombudsman",):
        return word[:-2] + "en"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
