"""Pledges of one article.

``detect`` finds acts of contributing, ``parties`` says whose they are, ``screen`` keeps out what is no pledge,
and here the rows are made. Source: the contract's definition of a pledge and its counting rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from coalition_data.document import ParsedArticle, Span
from coalition_data.extract.pledges.abroad import NOBODY_ABROAD
from coalition_data.extract.pledges.acts import Act
from coalition_data.extract.pledges.announcers import announcer_of
from coalition_data.extract.pledges.conditions import condition_of
from coalition_data.extract.pledges.confidences import class_of, confidence_of
from coalition_data.extract.pledges.continued import (
    Told,
    goes_on_abroad,
    owner_told,
    points_back,
    who_acted_before,
    who_speaks_on,
)
from coalition_data.extract.pledges.dates import announced_on
from coalition_data.extract.pledges.detect import find_acts
from coalition_data.extract.pledges.holders import pledgers_of, recipient_of
from coalition_data.extract.pledges.measures import shared_out, unit_of, with_numbers
from coalition_data.extract.pledges.parties import Party, scope_of
from coalition_data.extract.pledges.progress import progress_of_thing, stance_of_thing
from coalition_data.extract.pledges.quantities import Measure, settle_currency
from coalition_data.extract.pledges.recipients import with_recipients
from coalition_data.extract.pledges.screen import refusal_of
from coalition_data.extract.pledges.things import Thing
from coalition_data.records import Evidence, Pledge
from coalition_data.resolve.entities import ArticleEntities


def extract_pledges(parsed: ParsedArticle, entities: ArticleEntities) -> tuple[Pledge, ...]:
    """Promises, refusals, withdrawals and contributions that the article tells.

    Args:
        parsed: the parsed article.
        entities: its actors.

    Returns:
        Rows in the order of the text, one for each pledger and thing, with provisional ids; offsets are 0-based
        into the article's text. Left out: acts of adversaries, appeals, opinions, forecasts, private acts.
    """
    return tuple(pledge for _, pledge in classified_pledges(parsed, entities))


def classified_pledges(parsed: ParsedArticle, entities: ArticleEntities) -> tuple[tuple[str, Pledge], ...]:
    """As ``extract_pledges``, each row with the class that its confidence rests on."""
    found: dict[tuple[object, ...], tuple[str, Pledge]] = {}
    told: list[tuple[Act, tuple[Party, ...]]] = []
    for act in find_acts(parsed):
        pledgers = _pledgers(act, told, entities)
        if not pledgers or _is_refused(act, pledgers, entities, told):
            continue
        told.append((act, pledgers))
        for key, name, pledge in _rows_of_act(act, pledgers, entities):
            kept = found.get(key)
            if kept is None or kept[1].confidence < pledge.confidence:
                found[key] = (name, pledge)
    rows = with_recipients([pledge for _, pledge in found.values()], parsed)
    return tuple((name, row) for (name, _), row in zip(found.values(), rows, strict=True))


def _pledgers(act: Act, told: Told, entities: ArticleEntities) -> tuple[Party, ...]:
    """Whose the act is: by its own words, else by the acts told before; "the troops" are those told of last."""
    meant = who_acted_before(act, told) if points_back(act) else owner_told(act, told)
    return meant or pledgers_of(act, entities) or who_acted_before(act, told) or who_speaks_on(act, told)


def _is_refused(act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities, told: Told) -> bool:
    """Whether the act is no pledge; what names nobody abroad may go on with what was told before."""
    reason = refusal_of(act, pledgers, entities)
    return reason is not None and not (reason == NOBODY_ABROAD and goes_on_abroad(act, pledgers, told))


def _rows_of_act(
    act: Act, pledgers: tuple[Party, ...], entities: ArticleEntities
) -> Iterator[tuple[tuple[object, ...], str, Pledge]]:
    """(what tells two rows apart, class, row) for every pledger and thing of an act."""
    shares = shared_out(act, [pledger.name for pledger in pledgers])
    things = tuple(with_numbers(act, thing) for thing in act.arguments.things)
    for index, pledger in enumerate(pledgers):
        for thing in (_with_share(things[0], shares[index]),) if shares else things:
            pledge = _row(act, pledger, pledgers, thing, entities)
            number = thing.count or thing.total
            place = (pledge.evidence[0].start, number.start if number else None)
            yield (pledger, pledge.category, _side(pledge.stance), *place), class_of(act, thing), pledge


def _with_share(thing: Thing, share: Measure) -> Thing:
    return replace(thing, count=None, total=share) if share.is_money else replace(thing, count=share, total=None)


def _side(stance: str) -> str:
    return stance if stance in ("declined", "withdrawn", "considering") else "committed"


def _row(act: Act, pledger: Party, pledgers: tuple[Party, ...], thing: Thing, entities: ArticleEntities) -> Pledge:
    sentence = act.token.sentence
    clause = act.reading.clause
    meant = stance_of_thing(act, thing)
    open_to = meant not in ("withdrawn", "considering") or act.reading.possible or act.reading.negated
    condition = condition_of(act) if open_to else None
    stance = "conditional" if condition is not None else meant
    recipient = recipient_of(act, pledger, entities)
    speaker = announcer_of(act, entities)
    return Pledge(
        pledge_id=_provisional_id(sentence, pledger, thing),
        pledger_name=pledger.name,
        pledger_kind=pledger.kind,
        pledger_iso3=pledger.iso3,
        recipient_name=recipient.name if recipient else None,
        recipient_iso3=recipient.iso3 if recipient else None,
        scope_iso3=scope_of((*clause.subtree, *thing.head.subtree), pledgers),
        category=thing.category or "other",
        stance=stance,
        progress=_progress(act, thing, stance),
        description=_description(act, thing),
        **_measures(thing, pledger),
        announced_by=speaker.name if speaker else None,
        announced_by_role=speaker.role if speaker else None,
        announced_on=announced_on(act),
        meeting_id=None,
        condition=condition,
        evidence=(Evidence(act.token.doc.article.article_id, sentence.start, sentence.end, sentence.text),),
        confidence=confidence_of(act, thing),
    )


def _progress(act: Act, thing: Thing, stance: str) -> str:
    if stance == "conditional":
        return "promised"
    return "not_applicable" if stance == "withdrawn" else progress_of_thing(act, thing)


def _measures(thing: Thing, pledger: Party) -> dict[str, Any]:
    count, total = thing.count, thing.total
    main = count or total
    return {
        "quantity": float(count.low) if count else None,
        "quantity_max": float(count.high) if count and count.high is not None else None,
        "unit": unit_of(count, thing.head, pledger.iso3) if count else None,
        "quantity_qualifier": main.qualifier if main else None,
        "amount": total.low.quantize(Decimal("0.01")) if total else None,
        "currency": settle_currency(total.currency, pledger.iso3) if total else None,
    }


def _description(act: Act, thing: Thing) -> str:
    span: Span = thing.head.subtree if not thing.head.tag.startswith("VB") else act.token.subtree
    return " ".join(span.text.split())


def _provisional_id(sentence: Span, pledger: Party, thing: Thing) -> str:
    key = f"{sentence.doc.article.article_id} {sentence.start} {thing.head.i} {pledger.name} {thing.category}"
    return "plg_" + hashlib.sha256(key.encode()).hexdigest()[:12]
