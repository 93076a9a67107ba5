"""Counts and sums as news prints them: numbers, ranges, qualifiers, currencies and scales.

Works on text alone, so that it can be tested without a parser. Offsets are 0-based code points, end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from text_to_num import text2num

from coalition_data.extract.pledges.lexicon import money_lexicon, number_lexicon
from coalition_data.word_scan import DIGITS, WordScan

_MONEY = money_lexicon()
_NUMBERS = number_lexicon()


def _any_of(words: object) -> str:
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))  # type: ignore[attr-defined]


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = rf"(?:{_any_of(_NUMBERS['words'])})(?:(?:\s+and\s+|[\s-]+)(?:{_any_of(_NUMBERS['words'])}))*"
_LETTERS = [scale for scale in _NUMBERS["scales"] if len(scale) == 1]
_SCALE = _any_of(_NUMBERS["scales"])
_LONG_SCALE = _any_of(set(_NUMBERS["scales"]) - set(_LETTERS))
_SIGN = f"(?-i:{_any_of([*_MONEY['signs'], *_MONEY['codes']])})"
_WORD = f"{_any_of(_MONEY['words'])}|(?-i:{_any_of(_MONEY['codes'])})"
_ADJECTIVE = _any_of({name for row in _MONEY["qualified"].values() for name in row})
_HALF = r"half[\s-]+an?(?=[\s-](?:million|billion|trillion))|half(?=-(?:million|billion|trillion))"
_DOZEN = (
    rf"{_HALF}|half[\s-]+a[\s-]+dozen"
    r"|(?<!several )(?<!few )(?<!many )(?:(?:a|one|two|three|four|five|six)\s+)?dozen(?!s)"
)


def _amount(number: int) -> str:
    """A number with an optional sign before it and a scale after it; groups are numbered.

    A scale of one letter stands right after digits: "25m", but not "four M777s" or "10 M-16s".
    """
    value = (
        rf"(?:(?P<digits{number}>{_DIGITS})|(?P<dozen{number}>{_DOZEN})"
        rf"|(?P<words{number}>(?<![\w-])(?:{_WORDS})(?!\w)))"
    )
    return (
        rf"(?P<sign{number}>(?<![A-Za-z])(?:{_SIGN})\s?)?{value}"
        rf"(?:(?:[\s-]?(?=(?:{_LONG_SCALE})(?![A-Za-z]))|(?<=\d)(?=(?:{'|'.join(_LETTERS)})(?![A-Za-z\d])))"
        rf"(?P<scale{number}>{_SCALE}))?"
    )


_MEASURE = re.compile(
    rf"(?<![\d.,\w])(?<![A-Za-z][-/])(?:(?P<between>between|from)\s+)?{_amount(1)}"
    rf"(?:(?:\s*[-–—]\s*|\s+(?:to|or|and)\s+){_amount(2)})?"
    rf"(?:[\s-](?:(?P<adjective>{_ADJECTIVE})\s+)?(?P<currency>{_WORD})(?!\w))?",
    re.IGNORECASE,
)
_NUMBER = WordScan([*DIGITS, "half", "dozen", *_NUMBERS["words"]])
"""One of these is in every measure."""
_QUALIFIERS: dict[str, str] = {word: qualifier for qualifier, words in _NUMBERS["before"].items() for word in words}
_PARTICLE = "".join(f"(?<!{verb} )" for verb in _NUMBERS["over_is_particle"])
"""Verbs whose particle "over" is no qualifier: "hand over 12 vehicles"."""
_LEADING = f"{_any_of(set(_QUALIFIERS) - {'over'})}|{_PARTICLE}over"
_BEFORE = re.compile(rf"(?:^|[\s(“\"‘'])({_LEADING})\s*$", re.IGNORECASE)
_AFTER: dict[re.Pattern[str], str] = {
    re.compile(rf"\s*-?(?:{_any_of(words)})(?!\w)", re.IGNORECASE): qualifier
    for qualifier, words in _NUMBERS["after"].items()
}
_FILLER = re.compile(
    r"(?:\b(?:an?(?=\s*$)|an?\s+(?:additional|extra|further)|another|additional|extra|further|the|a\s+total\s+of"
    r"|some)\s*)$",
    re.I,
)


_VAGUE = re.compile(r"\b(?:several|many|few|couple|various|multi)[\s-]+$", re.IGNORECASE)
_DESIGNATION = re.compile(rf"\b(?:{_any_of(_NUMBERS['designations'])})[\s-]$")
"""What makes a number the name of a model: "a Type 45 destroyer", "Leopard 2 tanks"."""
_LONGEST = 2 + max(map(len, _NUMBERS["designations"]))
_ARTICLE = re.compile(r"\ba\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with what qualifies it.

    Attributes:
        low: the number, or the lower end of a range.
        high: the upper end of a range.
        qualifier: ``exact``, ``up_to``, ``about``, ``at_least``.
        currency: an ISO 4217 code, or a plain word ("dollar", "kroner") that the pledger's country settles;
            None for a count.
        start, end: offsets of the number with its currency, without the qualifier.
    """

    low: Decimal
    high: Decimal | None
    qualifier: str
    currency: str | None
    start: int
    end: int

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return self.currency is not None


def find_measures(text: str, start: int = 0, end: int | None = None) -> tuple[Measure, ...]:
    """All counts and sums in ``text[start:end]``, in order."""
    end = len(text) if end is None else end
    return tuple(_measures(text, start, end)) if may_hold_measure(text, start, end) else ()


def may_hold_measure(text: str, start: int, end: int) -> bool:
    """Whether a digit or a word for a number begins there: most phrases have none, and the search is dear."""
    numbers = _numbers_in(text)
    return bisect_left(numbers, start) < bisect_left(numbers, end)


_CHARACTERS_BEFORE = 24
"""More than a sign and what may stand between it and the word before ("between US$ ") take."""


@lru_cache(maxsize=4)
def _numbers_in(text: str) -> tuple[int, ...]:
    return _NUMBER.starts(text)


def _measures(text: str, start: int, end: int) -> Iterator[Measure]:
    numbers = _numbers_in(text)
    position = start
    while (next_number := bisect_left(numbers, position)) < len(numbers) and numbers[next_number] < end:
        position = max(position, numbers[next_number] - _CHARACTERS_BEFORE)
        match = _MEASURE.search(text, position, end)
        if match is None:
            return
        position = match.end()
        if match["digits1"] and _DESIGNATION.search(text, max(0, match.start() - _LONGEST), match.start("digits1")):
            position = _end_of_first(match)
            continue
        measure = _measure(text, match, start)
        if measure is None and (joint := (match["words1"] or "").lower().find(" and ")) > 0:
            end_of_first = match.start("words1") + joint  # "three and four": two numbers, no sum
            if first := _MEASURE.search(text, match.start("words1"), end_of_first):
                measure = _measure(text, first, start)
        if measure is None:
            continue
        yield measure
        position = max(measure.end, match.start() + 1)


def _measure(text: str, match: re.Match[str], start: int) -> Measure | None:
    currency = _currency(match)
    low, high = _value(match, 1), _value(match, 2)
    if low is None or _is_vague(text, match) or (currency is None and _is_length(text, match)):
        return None
    stop = match.end()
    joined_by = re.search(
        r"\b(and|or)\b", text[match.end("scale1") if match["scale1"] else match.start() : match.end()]
    )
    joined = high is not None and joined_by is not None and match["between"] is None and joined_by[1] == "and"
    if high is not None and (joined or (high <= low and not match["scale2"])):
        # "2015 and 300 troops" is two numbers, and so is "20 or 5"
        high, stop = None, _end_of_first(match)
        currency = currency if match["sign1"] else None
    if high is not None and not match["scale1"] and low < 1000:
        low *= _shared_scale(match)
    if high is not None and high <= low:
        return None
    if currency and not match["sign1"] and (_is_weight(text, match) or _is_no_currency(match)):
        currency, stop = None, _end_of_first(match) if high is None else stop
    begin = match.start("sign1") if match["sign1"] else _start_of_first(match)
    qualifier = "exact" if high is not None else _qualifier(text, begin, stop, start)
    return Measure(low, high, qualifier, currency, begin, stop)


def _is_weight(text: str, match: re.Match[str]) -> bool:
    """Pounds of flour are no money; a "£" or a scale ("five million pounds of aid") says that they are."""
    word = (match["currency"] or "").lower()
    return word in ("pound", "pounds") and not match["scale1"] and text[match.end() : match.end() + 4] == " of "


def _is_vague(text: str, match: re.Match[str]) -> bool:
    """ "several million", "many thousand": a scale without a number."""
    bare = (match["words1"] or "").lower() in _NUMBERS["scales"]
    return bare and _VAGUE.search(text, max(0, match.start() - 12), match.start()) is not None


def _is_length(text: str, match: re.Match[str]) -> bool:
    """ "a 46m bridge" is metres, "46m doses" are millions."""
    return (match["scale1"] or "").lower() == "m" and _ARTICLE.search(
        text, max(0, match.start() - 6), match.start()
    ) is not None


def _is_no_currency(match: re.Match[str]) -> bool:
    """ "won", "real", "crown" are money only after a scale."""
    word = (match["currency"] or "").lower()
    return word in _MONEY["ambiguous"] and not (match["scale1"] or match["scale2"] or match["adjective"])


def _shared_scale(match: re.Match[str]) -> Decimal:
    """The scale that a range prints once, at its end ("$5-10 million", "three to four thousand")."""
    if match["scale2"]:
        return _scale(match["scale2"])
    last = (match["words2"] or "").lower().replace("-", " ").split()[-1:]
    first = (match["words1"] or "").lower()
    return _scale(last[0]) if last and last[0] in _NUMBERS["scales"] and last[0] not in first else Decimal(1)


def _start_of_first(match: re.Match[str]) -> int:
    return min(match.start(group) for group in ("digits1", "dozen1", "words1") if match[group])


def _end_of_first(match: re.Match[str]) -> int:
    return max(match.end(group) for group in ("digits1", "dozen1", "words1", "scale1") if match[group])


def _value(match: re.Match[str], number: int) -> Decimal | None:
    scale = match[f"scale{number}"]
    factor = _scale(scale) if scale else Decimal(1)
    if digits := match[f"digits{number}"]:
        try:
            return Decimal(digits.replace(",", "")) * factor
        except InvalidOperation:
            return None
    if dozen := match[f"dozen{number}"]:
        return _dozen(dozen) * factor
    if words := match[f"words{number}"]:
        try:
            return Decimal(text2num(re.sub(r"[\s-]+", " ", words.lower()), "en")) * factor
        except ValueError:
            return None
    return None


def _dozen(words: str) -> Decimal:
    words = words.lower()
    if words.startswith("half"):
        return Decimal(6) if words.endswith("dozen") else Decimal("0.5")
    first = words.split()[0]
    return Decimal(12) * (Decimal(1) if first in ("a", "dozen") else Decimal(text2num(first, "en")))


def _scale(word: str) -> Decimal:
    return Decimal(_NUMBERS["scales"][word.lower()])


def _currency(match: re.Match[str]) -> str | None:
    sign = (match["sign1"] or match["sign2"] or "").strip()
    word = (match["currency"] or "").lower()
    if sign:
        table = {name.lower(): code for name, code in _MONEY["signs"].items()}
        return str(table.get(sign.lower(), sign.upper()))
    if not word:
        return None
    if word.upper() in _MONEY["codes"] and word not in _MONEY["words"]:
        return word.upper()
    adjective = (match["adjective"] or "").lower()
    stem = "dollar" if _MONEY["words"][word] == "dollar" else word
    return str(_MONEY["qualified"].get(stem, {}).get(adjective) or _MONEY["words"][word] or word)


def _qualifier(text: str, begin: int, stop: int, floor: int) -> str:
    left = text[max(floor, begin - 40) : begin]
    for _ in range(2):
        if found := _BEFORE.search(left):
            return _QUALIFIERS[found[1].lower()]
        left = _FILLER.sub("", left)
    for pattern, qualifier in _AFTER.items():
        if pattern.match(text, stop):
            return qualifier
    return "exact"


def word_before(text: str, measure: Measure, floor: int = 0) -> str:
    """The word that leads to a number, behind what qualifies it: "to" in "to about 200"; "" where there is none."""
    left = text[max(floor, measure.start - 60) : measure.start]
    for _ in range(3):
        shorter = _FILLER.sub("", left)
        found = _BEFORE.search(shorter)
        shorter = shorter[: found.start(1)] if found else shorter
        if shorter == left:
            break
        left = shorter
    words = re.findall(r"[\w'’]+", left[-30:]) if not re.search(r"[^\w\s]\s*$", left) else []
    return words[-1].lower() if words else ""


def settle_currency(currency: str | None, iso3: str | None) -> str | None:
    """ISO 4217 code of a currency as printed, given the country that promises.

    A bare "$" is the pledger's own dollar, else the US dollar, as agencies print it. The word "dollars" alone, and
    "crowns", of a country that has none, stay unknown.
    """
    if currency is None:
        return None
    if currency in ("dollar", "dollar-sign"):
        own = _MONEY["own_dollar"].get(iso3)
        return own or ("USD" if currency == "dollar-sign" else None)
    if currency in ("crown", "crowns"):
        return _none_or_str(_MONEY["own_crown"].get(iso3))
    own_word = _MONEY["own_word"].get(currency.lower())
    if own_word is not None:
        return _none_or_str(own_word.get(iso3))
    return currency if len(currency) == 3 else None


def _none_or_str(value: object) -> str | None:
    return None if value is None else str(value)
