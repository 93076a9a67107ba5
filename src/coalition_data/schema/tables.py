"""The four tables of a release, column by column: the one declaration that everything else is rendered from.

Parquet schemas, column comments, Great Expectations suites and the data dictionary all come from here.
Names and meanings change only with a major version of the dataset (``SCHEMA_VERSION``).
"""

from __future__ import annotations

from coalition_data.schema.columns import Column, DateOrder, ForeignKey, Slice, Table

SCHEMA_VERSION = "1.1.0"
"""Semantic version of the tables: major for a changed name or meaning, minor for an added column or a NULL that was not
possible before, patch for a clearer description."""

PUBLISHED_ON_METHODS = ("metadata", "catalog", "url", "dateline", "text", "linked_article", "none")
MEETING_TYPES = (
    "summit", "ministerial", "conference", "donor_conference", "military", "officials", "bilateral", "other",
)  # fmt: skip
MEETING_FORMATS = ("in_person", "virtual", "hybrid", "unknown")
MEETING_STATUSES = ("scheduled", "held", "postponed", "cancelled")
DATE_PRECISIONS = ("day", "week", "month", "year", "unknown")
DATE_METHODS = ("explicit", "relative", "partial", "linked_article", "none")
PARTY_KINDS = ("person", "country", "organisation", "group")
PARTICIPANT_MODES = ("attended", "remote", "expected", "invited", "excluded")
PLEDGER_KINDS = ("country", "organisation", "coalition", "group")
PLEDGE_CATEGORIES = (
    "military_personnel", "air_operations", "weapons_equipment", "training", "military_assistance",
    "intelligence_surveillance", "logistics_basing", "humanitarian", "financial", "law_enforcement", "political",
    "other",
)  # fmt: skip
PLEDGE_STANCES = ("committed", "offered", "considering", "conditional", "declined", "withdrawn")
PLEDGE_PROGRESS = ("promised", "underway", "delivered", "not_applicable")
QUANTITY_QUALIFIERS = ("exact", "up_to", "about", "at_least")
QUOTE_TYPES = ("direct", "mixed", "indirect")
SPEAKER_KINDS = ("person", "organisation", "document", "group", "anonymous", "unknown")

_SHA256 = r"[0-9a-f]{64}"
_OFFSET_BASE = "0-based Unicode code points into articles.text"

_EVIDENCE = Column(
    "evidence",
    "list<struct>",
    "every mention: the words that support the row; text equals articles.text[start:end]; at least one",
    fields=(
        Column("article_id", "string", "key of articles"),
        Column("start", "int32", f"first character of the words; {_OFFSET_BASE}", minimum=0),
        Column("end", "int32", f"after the last character of the words; {_OFFSET_BASE}, exclusive", minimum=1),
        Column("text", "string", "the words, exactly as in the article"),
    ),
    minimum_items=1,
)
_EVIDENCE_SLICE = Slice("text", "start", "end", within="evidence")


def _iso3(name: str, description: str, *, nullable: bool = True) -> Column:
    return Column(name, "string", f"{description}; ISO 3166-1 alpha-3", nullable=nullable, code_list="iso3")


def _confidence() -> Column:
    return Column(
        "confidence", "float64", "0 to 1, calibrated: of rows with 0.8, four in five are right", minimum=0, maximum=1
    )


_PARTY_FIELDS = (
    Column("name", "string", "canonical name"),
    Column("kind", "string", "what the party is", values=PARTY_KINDS),
    _iso3("iso3", "the country it is or speaks for"),
    Column("role", "string", "office or function at the time of the article", nullable=True),
)

ARTICLES = Table(
    name="articles",
    description="One row per source document in scope.",
    key="article_id",
    grain="source document",
    columns=(
        Column(
            "article_id",
            "string",
            "art_ and 16 hexadecimal digits, from the canonical URL where it is known, else from the raw bytes",
            pattern=r"art_[0-9a-f]{16}",
        ),
        Column("source_uri", "string", "where it was read: path relative to the source root, URL, or WARC record id"),
        Column("url", "string", "canonical URL", nullable=True),
        Column("publisher", "string", "name as the publisher writes it", nullable=True),
        Column("authors", "list<string>", "bylines, in order; empty where none is printed"),
        Column("title", "string", "headline, without the site's name", nullable=True),
        Column(
            "published_on",
            "date",
            "date of publication, never of the crawl or of the page's clock",
            nullable=True,
        ),
        Column("published_on_method", "string", "what published_on rests on", values=PUBLISHED_ON_METHODS),
        Column("dateline", "string", "place of the dateline, as printed", nullable=True),
        Column("language", "string", "ISO 639-1", code_list="language"),
        Column(
            "text",
            "string",
            "the article's own words: paragraphs joined by a blank line; NULL where its licence does not allow to "
            "publish it, offsets then refer to the text with the digest text_sha256",
            nullable=True,
        ),
        Column("captions", "list<string>", "picture captions, removed from text"),
        Column("word_count", "int32", "words in text", minimum=0),
        Column(
            "duplicate_of",
            "string",
            "article_id of the earliest copy, where this is a near copy",
            nullable=True,
        ),
        Column(
            "topic_score",
            "float64",
            "0 to 1: how much the article is about the coalition and its diplomacy",
            minimum=0,
            maximum=1,
        ),
        Column("raw_sha256", "string", "SHA-256 of the raw bytes, hexadecimal", pattern=_SHA256),
        Column("text_sha256", "string", "SHA-256 of the text in UTF-8, hexadecimal", pattern=_SHA256),
    ),
    foreign_keys=(ForeignKey("duplicate_of", "articles", "article_id"),),
    may_be_empty=False,
)

MEETINGS = Table(
    name="meetings",
    description="One row per real-world meeting, across all articles.",
    key="meeting_id",
    grain="meeting",
    columns=(
        Column("meeting_id", "string", "mtg_ and 12 characters, kept across releases", pattern=r"mtg_[0-9a-z]{12}"),
        Column("name", "string", "the fullest name in the evidence"),
        Column(
            "meeting_type",
            "string",
            "summit: heads of state or government; military: defence ministers, chiefs of staff",
            values=MEETING_TYPES,
        ),
        Column("format", "string", "how the parties met", values=MEETING_FORMATS),
        Column("status", "string", "as of the latest evidence", values=MEETING_STATUSES),
        Column(
            "start_date", "date", "first day, resolved to the calendar; NULL where no evidence fixes it", nullable=True
        ),
        Column("end_date", "date", "last day; a one-day meeting ends on the day it starts", nullable=True),
        Column(
            "date_precision",
            "string",
            "a week, month or year is stored as its first and last day",
            values=DATE_PRECISIONS,
        ),
        Column(
            "date_method",
            "string",
            "explicit; relative to the publication date; partial, completed from context; linked_article: fixed by "
            "another article about the same meeting",
            values=DATE_METHODS,
        ),
        Column("city", "string", "where it took place; NULL for a virtual meeting", nullable=True),
        _iso3("country_iso3", "country where it took place"),
        Column("venue", "string", "building or site, as printed", nullable=True),
        Column("latitude", "float64", "of the city, degrees north (WGS 84)", nullable=True, minimum=-90, maximum=90),
        Column("longitude", "float64", "of the city, degrees east (WGS 84)", nullable=True, minimum=-180, maximum=180),
        Column("hosts", "list<struct>", "hosts, chairs, organisers", fields=_PARTY_FIELDS),
        Column(
            "participants",
            "list<struct>",
            "who took, takes or was to take part",
            fields=(*_PARTY_FIELDS, Column("mode", "string", "how", values=PARTICIPANT_MODES)),
        ),
        Column(
            "participants_reported",
            "list<struct>",
            "head counts as each article prints them; sources disagree, all are kept",
            fields=(
                Column("count", "int32", "the number printed", minimum=0),
                Column("unit", "string", "what is counted: countries, delegates, …"),
                Column("article_id", "string", "key of articles"),
            ),
        ),
        _EVIDENCE,
    ),
    foreign_keys=(
        ForeignKey("evidence.article_id", "articles", "article_id"),
        ForeignKey("participants_reported.article_id", "articles", "article_id"),
    ),
    date_orders=(DateOrder("start_date", "end_date"),),
    slices=(_EVIDENCE_SLICE,),
)

PLEDGES = Table(
    name="pledges",
    description="One row per promise, refusal, withdrawal or contribution, across all articles.",
    key="pledge_id",
    grain="promise",
    columns=(
        Column("pledge_id", "string", "plg_ and 12 characters, kept across releases", pattern=r"plg_[0-9a-z]{12}"),
        Column("pledger_name", "string", "who promises"),
        Column("pledger_kind", "string", "what the pledger is", values=PLEDGER_KINDS),
        _iso3("pledger_iso3", "of a country"),
        Column("recipient_name", "string", "whom it is for", nullable=True),
        _iso3("recipient_iso3", "country of the recipient"),
        Column("scope_iso3", "list<string>", "countries where it applies; empty where none is said", code_list="iso3"),
        Column("category", "string", "what kind of help", values=PLEDGE_CATEGORIES),
        Column("stance", "string", "how firmly; declined and withdrawn are refusals", values=PLEDGE_STANCES),
        Column("progress", "string", "how far; not_applicable for declined and withdrawn", values=PLEDGE_PROGRESS),
        Column("description", "string", "the promised thing in the article's words"),
        Column("quantity", "float64", "how many, in units of unit; the lower end of a range", nullable=True, minimum=0),
        Column("quantity_max", "float64", "the upper end of a range, else NULL", nullable=True, minimum=0),
        Column("unit", "string", "what quantity counts: personnel, aircraft, …", nullable=True),
        Column("quantity_qualifier", "string", "of quantity or amount", nullable=True, values=QUANTITY_QUALIFIERS),
        Column("amount", "decimal(18,2)", "money, in full units of currency", nullable=True, minimum=0),
        Column("currency", "string", "ISO 4217", nullable=True, code_list="currency"),
        Column("announced_by", "string", "the person or body that said it", nullable=True),
        Column("announced_by_role", "string", "office of that person", nullable=True),
        Column("announced_on", "date", "when it was said", nullable=True),
        Column("meeting_id", "string", "the meeting at which it was made", nullable=True),
        Column("condition", "string", "the words of the condition", nullable=True),
        _EVIDENCE,
        _confidence(),
    ),
    foreign_keys=(
        ForeignKey("meeting_id", "meetings", "meeting_id"),
        ForeignKey("evidence.article_id", "articles", "article_id"),
    ),
    slices=(_EVIDENCE_SLICE,),
)

QUOTES = Table(
    name="quotes",
    description="One row per contiguous quoted span.",
    key="quote_id",
    grain="quoted span",
    columns=(
        Column("quote_id", "string", "quo_ and 12 characters", pattern=r"quo_[0-9a-z]{12}"),
        Column("article_id", "string", "key of articles"),
        Column("start", "int32", f"first character inside the marks; {_OFFSET_BASE}", minimum=0),
        Column("end", "int32", f"after the last character inside the marks; {_OFFSET_BASE}, exclusive", minimum=1),
        Column("text", "string", "exactly articles.text[start:end]"),
        Column(
            "quote_type",
            "string",
            "direct: a full utterance; mixed: quoted words inside a paraphrase; indirect: reported without marks",
            values=QUOTE_TYPES,
        ),
        Column("utterance_id", "string", "shared by the spans of one utterance that an attribution interrupts"),
        Column("speaker_name", "string", "resolved full name; NULL for an unnamed source", nullable=True),
        Column("speaker_mention", "string", "the speaker as printed at the attribution", nullable=True),
        Column("speaker_start", "int32", f"of speaker_mention; {_OFFSET_BASE}", nullable=True, minimum=0),
        Column("speaker_end", "int32", f"of speaker_mention; {_OFFSET_BASE}, exclusive", nullable=True, minimum=1),
        Column("speaker_kind", "string", "coalitions are organisations", values=SPEAKER_KINDS),
        Column("speaker_role", "string", "office or function at the time of the article", nullable=True),
        _iso3("speaker_iso3", "the country the speaker speaks for"),
        Column("cue", "string", "the reporting words", nullable=True),
        Column("cue_start", "int32", f"of cue; {_OFFSET_BASE}", nullable=True, minimum=0),
        Column("cue_end", "int32", f"of cue; {_OFFSET_BASE}, exclusive", nullable=True, minimum=1),
        Column("meeting_id", "string", "the meeting at which it was said", nullable=True),
        _confidence(),
    ),
    foreign_keys=(
        ForeignKey("article_id", "articles", "article_id"),
        ForeignKey("meeting_id", "meetings", "meeting_id"),
    ),
    slices=(
        Slice("text", "start", "end"),
        Slice("speaker_mention", "speaker_start", "speaker_end"),
        Slice("cue", "cue_start", "cue_end"),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in (ARTICLES, MEETINGS, PLEDGES, QUOTES)}
"""The tables of a release, in order."""

ID_STATUSES = ("active", "superseded", "retired")
IDS = Table(
    name="ids",
    description="One row per id that a release gave to a meeting or pledge: follows an old id to the row it became.",
    key="id",
    grain="id",
    columns=(
        Column("id", "string", "of a meeting or pledge", pattern=r"(mtg|plg)_[0-9a-z]{12}"),
        Column("table", "string", "the table that holds or held it", values=("meetings", "pledges")),
        Column(
            "status",
            "string",
            "superseded: its row was merged into another; retired: its evidence is gone",
            values=ID_STATUSES,
        ),
        Column("superseded_by", "string", "id of the living row that took over its evidence", nullable=True),
        Column("split_from", "string", "id of the row that held this row's evidence before", nullable=True),
        Column("new_after", "string", "version of the last release without it; NULL in the first", nullable=True),
        Column(
            "last_release",
            "string",
            "version of the last release that holds it; NULL while it is active",
            nullable=True,
        ),
        Column("kind", "string", "what the row is, where several rest on the same words; of no use to readers"),
        Column(
            "fingerprints",
            "list<string>",
            "article and hashes of word triples of all evidence that the id stood for; no words can be read from them",
            minimum_items=1,
        ),
    ),
    foreign_keys=(ForeignKey("superseded_by", "ids", "id"), ForeignKey("split_from", "ids", "id")),
)
"""The registry of ids: published beside the tables, and read by the next run."""

PEOPLE = Table(
    name="people",
    description="One row per named person of the release: the one name that its tables use, and other spellings of it.",
    key="name",
    grain="person",
    columns=(
        Column("name", "string", "as in `quotes.speaker_name`, `pledges.announced_by` and the parties of meetings"),
        Column("variants", "list<string>", "other full names under which articles print the person, sorted"),
        Column("iso3", "string", "the country that most rows give", nullable=True, code_list="iso3"),
        Column("row_count", "int32", "quotes said, pledges announced, meetings hosted or attended", minimum=1),
    ),
)
"""Published beside the tables: who stands under another spelling in the articles."""

BESIDE: dict[str, Table] = {table.name: table for table in (IDS, PEOPLE)}
"""What a release holds beside its four tables, for following and finding rows; one Parquet file each."""
