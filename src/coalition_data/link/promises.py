"""What two reports of promises have in common, and what keeps them apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from coalition_data.blocking import Blocked
from coalition_data.link.articles import Dated
from coalition_data.link.circumstances import is_denied, names_country, places_of, words_of, years_of
from coalition_data.records import Pledge
from coalition_data.resolve.tables import load_yaml

_SIDES = {"committed": "for", "conditional": "for", "offered": "offered", "considering": "considering"}
"""A promise and its condition are one promise; an offer that is taken up later is a new row, as is a refusal."""
_SAME_NUMBER_DAYS = 180
"""An equal figure for the same thing is repeated for months ("the 600 troops that it promised")."""
_SAME_NEWS_DAYS = 5
"""Figures that differ a little are one promise only while it is news; a later one is a new promise."""
_SAME_WORDS_DAYS = 45
_SAME_KIND_DAYS = 5
"""Reports that share no more than the kind of thing are one promise only while it is news."""
_ONE_PROMISE = (
    frozenset({"military_personnel", "training", "military_assistance", "law_enforcement"}),
    frozenset({"air_operations", "weapons_equipment", "intelligence_surveillance", "logistics_basing"}),
    frozenset({"humanitarian", "financial"}),
)
"""Categories that two reports may give one promise: "250 troops" here are "250 trainers" there."""
_ALIKE_CATEGORIES = {category: min(group) for group in _ONE_PROMISE for category in group}
_TELLING_FIGURE = 10
"""Smaller numbers are equal by chance."""
_CLOSE_FIGURES = 1.34
"""Ratio of two figures that reports of one promise may give (600 and 800 troops)."""
_ON_TOP = re.compile(r"(?:another|an additional|additional|a further|further|an extra|extra)\b", re.I)
_ALIKE = 0.5
_ALIKE_IN_ARTICLE = 0.6
_SAME_SENTENCE = 0.4
"""Share of words in common from which two articles print one sentence, quoted or told after the same source."""
_WORD = re.compile(r"[^\W\d_][\w-]*")
_STOP = frozenset(
    ("the", "a", "an", "of", "to", "in", "for", "and", "or", "on", "at", "by", "with", "from", "its", "their", "his",
     "her", "our", "this", "that", "up", "about", "some", "more", "than", "over", "as", "into", "against")
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """A pledge as one article tells it, with what linking looks at.

    Attributes:
        pledge: the row.
        article_id: the article (the original of a copy).
        published_on: its date, where known.
        side: promise, offer, refusal, withdrawal or consideration.
        words: content words of the description.
        kinds: what is given, as classes of things ("troops", "aircraft").
    """

    pledge: Pledge
    article_id: str
    published_on: dt.date | None
    side: str
    words: frozenset[str]
    kinds: frozenset[str]


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    source = resources.files("coalition_data.lexicons").joinpath("pledges_classes.yml")
    rows: dict[str, Any] = load_yaml(source.read_text(encoding="utf-8"))
    return {word: name for name, words in rows.items() for word in words}


def make_promise(pledge: Pledge, articles: Mapping[str, Dated]) -> Promise:
    """A pledge with the features of linking."""
    article_id = pledge.evidence[0].article_id
    article = articles.get(article_id)
    words = frozenset(word.lower() for word in _WORD.findall(pledge.description)) - _STOP
    kinds = frozenset(_classes()[word] for word in words if word in _classes())
    return Promise(
        pledge=pledge,
        article_id=(article.duplicate_of or article_id) if article else article_id,
        published_on=article.published_on if article else None,
        side=_SIDES.get(pledge.stance, pledge.stance),
        words=words,
        kinds=kinds,
    )


def block_of(promise: Promise) -> tuple[str, str, str]:
    """What a promise is by itself: pledger, category and side."""
    pledge = promise.pledge
    who = pledge.pledger_iso3 or f"{pledge.pledger_kind}:{pledge.pledger_name.lower()}"
    if pledge.pledger_kind == "coalition":
        who = "coalition"
    return who, pledge.category, promise.side


def blocked(promise: Promise) -> Blocked:
    """What blocking needs: two promises that are alike share a key, as far as no key is too common."""
    pledge, day = promise.pledge, promise.published_on
    who, _, side = block_of(promise)
    figures = [f"sum {_amount(pledge)}"] if pledge.amount is not None else []
    figures += [f"count {pledge.quantity}"] if pledge.quantity is not None else []
    keys = [f"article {promise.article_id}"]
    keys += [key for figure in figures for key in _in_time(figure, day, _SAME_NUMBER_DAYS)]
    keys += [key for kind in promise.kinds for key in _in_time(f"kind {kind}", day, _SAME_KIND_DAYS)]
    keys += [key for word in promise.words for key in _in_time(f"word {word}", day, _SAME_WORDS_DAYS)]
    if figures and day is not None:
        keys += _in_time("figure", day, _SAME_NEWS_DAYS)[1:]
    reach = dt.timedelta(_SAME_NUMBER_DAYS / 2)
    return Blocked(
        frozenset(f"{who} {side} {key}" for key in keys),
        day - reach if day else None,
        day + reach if day else None,
        (pledge.recipient_iso3, _ALIKE_CATEGORIES.get(pledge.category, pledge.category)),
    )


def _in_time(key: str, day: dt.date | None, days: int) -> list[str]:
    """A key for any time, and two that promises share which were told at most so many days apart."""
    return [key] if day is None else [key, *(f"{key} {day.toordinal() // days + step}/{days}" for step in (0, 1))]


def score(one: Promise, other: Promise) -> float:
    """How alike two promises of a block are; 0 where they cannot be one."""
    renamed = one.pledge.category != other.pledge.category  # only where the figure tells that they are one
    if not _within(one, other, _SAME_NUMBER_DAYS) or (renamed and not _recategorised(one, other)):
        return 0.0
    numbers = _same_figure(one, other)
    if numbers is False:
        return 0.0
    alike = _overlap(one.words, other.words)
    if numbers is True and (one.kinds & other.kinds or alike > 0 or renamed or one.pledge.amount is not None):
        value = 2.0 + alike
    else:
        value = 1.0 + alike if _said_alike(one, other, alike) else 0.0
    return value if value and not _contradict(one, other) else 0.0  # asked last: most pairs have nothing in common


def _said_alike(one: Promise, other: Promise, alike: float) -> bool:
    """Whether two reports without comparable figures name the same thing."""
    if one.article_id == other.article_id:
        return alike >= _ALIKE_IN_ARTICLE
    if one.published_on is None or other.published_on is None:
        return _said_alike_undated(one, other, alike)
    if one.kinds & other.kinds and _within(one, other, _SAME_KIND_DAYS):
        return True
    return alike >= _ALIKE and _within(one, other, _SAME_WORDS_DAYS)


def _said_alike_undated(one: Promise, other: Promise, alike: float) -> bool:
    """As ``_said_alike``, of articles that may be years apart: place, words of their own or the sentence must tell."""
    first, second = one.pledge, other.pledge
    if alike >= _ALIKE or one.kinds & other.kinds:
        sentences = [words_of(pledge.evidence[0].text) for pledge in (first, second)]
        if _overlap(*sentences) >= _SAME_SENTENCE:
            return True
        if (first.amount is None) != (second.amount is None):
            return False
        own_words = any(not names_country(word) for word in (one.words & other.words) - _classes().keys())
        return own_words or bool(places_of(first) & places_of(second)) or _is_of_its_year(one, other)
    return False


def _is_of_its_year(one: Promise, other: Promise) -> bool:
    """Whether the one that has no date tells of the year in which the other was published."""
    dated, undated = (one, other) if one.published_on else (other, one)
    if dated.published_on is None:
        return False
    return str(dated.published_on.year) in years_of(undated.pledge.evidence[0].text)


def _recategorised(one: Promise, other: Promise) -> bool:
    """Whether two articles may tell one promise under two categories: they print the same figure for it."""
    if one.article_id == other.article_id or not _within(one, other, _SAME_WORDS_DAYS):
        return False
    first, second = one.pledge, other.pledge
    if not any({first.category, second.category} <= group for group in _ONE_PROMISE):
        return False
    if first.amount is not None or second.amount is not None:
        return first.amount == second.amount and first.currency == second.currency
    if first.quantity is None or first.quantity != second.quantity:
        return False
    return first.quantity >= _TELLING_FIGURE


def _contradict(one: Promise, other: Promise) -> bool:
    first, second = one.pledge, other.pledge
    if first.recipient_iso3 and second.recipient_iso3 and first.recipient_iso3 != second.recipient_iso3:
        return True
    if first.scope_iso3 and second.scope_iso3 and not set(first.scope_iso3) & set(second.scope_iso3):
        return True
    if _is_on_top(first) != _is_on_top(second) and _share_sentence(first, second):
        return True
    if _apart(_field_places(first), _field_places(second)):
        return True
    return not _share_telling_figure(first, second) and (
        are_elsewhere(one, other) or _in_other_years(first, second) or _denied(first) != _denied(second)
    )


def _is_on_top(pledge: Pledge) -> bool:
    """ "will lend $1 billion and invest another $1 billion": the second is no repetition of the first."""
    return _ON_TOP.match(pledge.description) is not None


def _share_sentence(one: Pledge, other: Pledge) -> bool:
    places = ({(item.article_id, item.start) for item in pledge.evidence} for pledge in (one, other))
    return not set.isdisjoint(*places)


def _share_telling_figure(one: Pledge, other: Pledge) -> bool:
    """Whether both print one figure that isn't equal by chance: words about places and times differ, it is one."""
    if one.amount is not None and one.amount == other.amount:
        return True
    return one.quantity is not None and one.quantity == other.quantity and one.quantity >= _TELLING_FIGURE


def are_elsewhere(one: Promise, other: Promise) -> bool:
    """Whether the countries of action of both are known, from fields or words, and they have none in common."""
    return _apart(places_of(one.pledge), places_of(other.pledge))


def _apart(mine: frozenset[str], yours: frozenset[str]) -> bool:
    return bool(mine and yours and not mine & yours)


def _field_places(pledge: Pledge) -> frozenset[str]:
    return frozenset(pledge.scope_iso3) | ({pledge.recipient_iso3} if pledge.recipient_iso3 else frozenset())


def _in_other_years(one: Pledge, other: Pledge) -> bool:
    """Whether the acts are of different years, or of days too far apart to be one."""
    if one.announced_on and other.announced_on:
        return abs((one.announced_on - other.announced_on).days) > _SAME_WORDS_DAYS
    return _apart(*(years_of(pledge.evidence[0].text) for pledge in (one, other)))


def _denied(pledge: Pledge) -> bool:
    """Whether the words deny what the row has as promised."""
    stands_for = pledge.stance in ("committed", "conditional")
    return stands_for and any(is_denied(item.text, pledge.description) for item in pledge.evidence)


def _same_figure(one: Promise, other: Promise) -> bool | None:
    """True for equal figures (or two reports' figures of one promise), False for different ones, None without."""
    if _in_other_units(one.pledge, other.pledge):
        return False
    answers = []
    for mine, yours in (
        (_amount(one.pledge), _amount(other.pledge)),
        (one.pledge.quantity, other.pledge.quantity),
    ):
        if mine is None or yours is None or _is_converted(one.pledge, other.pledge, mine):
            continue
        answers.append(mine == yours or _close(one, other, float(mine), float(yours)))
    if not answers:
        return None
    return all(answers)


def _is_converted(one: Pledge, other: Pledge, value: float) -> bool:
    return value == _amount(one) and one.currency is not None and one.currency != (other.currency or one.currency)


def _in_other_units(one: Pledge, other: Pledge) -> bool:
    """A count and a sum, or equal sums of two currencies, are two promises; converted sums tell nothing."""
    counted = [pledge.quantity is not None and pledge.amount is None for pledge in (one, other)]
    summed = [pledge.amount is not None and pledge.quantity is None for pledge in (one, other)]
    if (counted[0] and summed[1]) or (counted[1] and summed[0]):
        return True
    return bool(one.currency and other.currency and one.currency != other.currency and one.amount == other.amount)


def _amount(pledge: Pledge) -> float | None:
    return float(pledge.amount) if pledge.amount is not None else None


def _close(one: Promise, other: Promise, mine: float, yours: float) -> bool:
    low, high = sorted((mine, yours))
    if one.article_id == other.article_id or low <= 0 or high / low > _CLOSE_FIGURES:
        return False
    if one.published_on is None or other.published_on is None:
        return False
    return _within(one, other, _SAME_NEWS_DAYS)


def _within(one: Promise, other: Promise, days: int) -> bool:
    if one.published_on is None or other.published_on is None:
        return True
    return abs((one.published_on - other.published_on).days) <= days


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
