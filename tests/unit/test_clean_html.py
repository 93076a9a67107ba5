"""HTML pages: what is declared, what is shown, what is refused, and that each word of the text comes out once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Any

import pytest

from coalition_data.clean import clean_document
from coalition_data.errors import InputError
from coalition_data.records import Article, CatalogEntry, Note, RawDocument

TODAY = dt.date(2026, 1, 1)
ADDRESS = "https://www.example.org/world/envoys-in-amman"
BODY = [
    "Envoys of eleven coalition members met in Amman on Thursday to discuss how to pay for winter shelters in Iraq.",
    "“We have the money for six weeks, and winter lasts for sixteen,” the Jordanian envoy told reporters afterwards.",
    "Norway offered 400 prefabricated houses, and two other members said that they would decide within a few days.",
    "The envoys are to meet again at the end of March, when the first of the houses should stand near Dohuk.",
]


def page(
    *blocks: str, head: str = "", title: str = "Envoys weigh winter aid", after: str = "", attributes: str = ""
) -> str:
    """A news page: menu, headline, article, footer."""
    paragraphs = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in (blocks or BODY))
    return (
        f"<!DOCTYPE html><html lang='en' {attributes}><head><meta charset='utf-8'><title>{title} | Levant Post</title>"
        f"{head}</head><body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        f"<main><article><h1>{title}</h1>{paragraphs}</article>{after}</main>"
        "<footer><p>© 2016 Levant Post. All rights reserved.</p></footer></body></html>"
    )


def json_ld(**fields: Any) -> str:
    content = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(content)}</script>'


def clean(
    markup: str | bytes, *, charset: str | None = None, fetched_at: dt.datetime | None = None, **catalog: Any
) -> tuple[Article, tuple[Note, ...]]:
    data = markup.encode() if isinstance(markup, str) else markup
    raw = RawDocument(
        "page.html",
        data,
        hashlib.sha256(data).hexdigest(),
        CatalogEntry(**{"url": ADDRESS, **catalog}),
        media_type="text/html",
        charset=charset,
        fetched_at=fetched_at,
    )
    return clean_document(raw, TODAY)


FULL_METADATA = json_ld(
    headline="Envoys weigh winter aid",
    datePublished="2016-03-04T23:40:00+02:00",
    dateModified="2016-03-09T08:00:00+02:00",
    author=[{"@type": "Person", "name": "Rana Haddad"}, {"@type": "Person", "name": "John Roe"}],
    publisher={"@type": "Organization", "name": "Levant Post"},
)


def test_a_page_with_everything() -> None:
    article, notes = clean(page(head=FULL_METADATA))
    assert article.text == "\n\n".join(BODY)
    assert article.title == "Envoys weigh winter aid"
    assert article.authors == ("Rana Haddad", "John Roe")
    assert article.publisher == "Levant Post"
    assert (article.published_on, article.published_on_method) == (dt.date(2016, 3, 4), "metadata")
    assert article.url == ADDRESS
    assert not notes


DATES = {
    "JSON-LD": (json_ld(datePublished="2016-03-04"), "2016-03-04", "metadata"),
    "JSON-LD in a graph": (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Levant Post"}, '
        '{"@type": ["Article", "NewsArticle"], "datePublished": "2016-03-04T10:00:00Z",}]}</script>',
        "2016-03-04",
        "metadata",
    ),
    "OpenGraph": ('<meta property="article:published_time" content="2016-03-04T10:00:00Z">', "2016-03-04", "metadata"),
    "Dublin Core": ('<meta name="DC.date.issued" content="2016-03-04">', "2016-03-04", "metadata"),
    "written out": ('<meta name="pubdate" content="Friday, 4 March 2016 10:00 GMT">', "2016-03-04", "metadata"),
    "compact": ('<meta name="pdate" content="20160304">', "2016-03-04", "metadata"),
    "a change is no publication": ('<meta property="article:modified_time" content="2016-03-09">', None, "none"),
    "in the future": (json_ld(datePublished="2030-03-04"), None, "none"),
    "before the web": (json_ld(datePublished="1970-01-01"), None, "none"),
    "no date": (json_ld(datePublished="yesterday"), None, "none"),
    "broken JSON": ('<script type="application/ld+json">{"datePublished": "2016-03-0</script>', None, "none"),
    "another article's": (
        json_ld(itemListElement=[{"@type": "NewsArticle", "datePublished": "2012-01-01"}]), None, "none",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("head", "date", "method"), DATES.values(), ids=DATES)
def test_declared_date(head: str, date: str | None, method: str) -> None:
    article, _ = clean(page(head=head))
    assert (article.published_on and article.published_on.isoformat(), article.published_on_method) == (date, method)


SHOWN_DATES = {
    "time element": ('<p class="meta"><time datetime="2016-03-04T10:00:00Z">March 4, 2016</time></p>', "2016-03-04"),
    "microdata": (
        '<div itemscope itemtype="http://schema.org/NewsArticle"><span itemprop="datePublished" '
        'content="2016-03-04">Friday</span></div>',
        "2016-03-04",
    ),
    "labelled": ('<div class="date-published">Published: 4 March 2016, 10:15 GMT</div>', "2016-03-04"),
    "wrong weekday": ('<div class="date">Monday, March 4, 2016</div>', None),
    "order of day and month unknown": ('<div class="date">04/03/2016</div>', None),
    "only an update": ('<div class="date">Updated March 9, 2016</div>', None),
    "copyright line": ('<div class="meta">© 2016</div>', None),
}


@pytest.mark.parametrize(("block", "date"), SHOWN_DATES.values(), ids=SHOWN_DATES)
def test_shown_date(block: str, date: str | None) -> None:
    article, _ = clean(page(block, *BODY))
    assert (article.published_on and article.published_on.isoformat()) == date
    assert article.text == "\n\n".join(BODY)


def test_metadata_before_address_before_dateline() -> None:
    dated = "https://www.example.org/2016/03/05/envoys"
    datelined = page(f"AMMAN, March 6, 2016 (Reuters) - {BODY[0]}", *BODY[1:])
    declared, _ = clean(datelined.replace("<head>", f"<head>{json_ld(datePublished='2016-03-04')}"), url=dated)
    assert (declared.published_on, declared.published_on_method) == (dt.date(2016, 3, 4), "metadata")
    addressed, _ = clean(datelined, url=dated)
    assert (addressed.published_on, addressed.published_on_method) == (dt.date(2016, 3, 5), "url")
    bare, _ = clean(datelined)
    assert (bare.published_on, bare.published_on_method) == (dt.date(2016, 3, 6), "dateline")
    assert bare.dateline == "AMMAN"
    assert bare.text == "\n\n".join(BODY)


def test_no_date_after_the_page_was_fetched_and_none_of_its_clock() -> None:
    fetched = dt.datetime(2016, 3, 8, 12, 0, tzinfo=dt.UTC)
    late, notes = clean(page(head=json_ld(datePublished="2017-01-01")), fetched_at=fetched)
    assert late.published_on is None
    assert [note.code for note in notes] == ["page_date"]
    clock = json_ld(datePublished="2016-03-08T12:00:10+00:00")
    old, _ = clean(page(head=clock), fetched_at=fetched, url="https://www.example.org/2016/03/05/envoys")
    assert old.published_on == dt.date(2016, 3, 5)
    new, _ = clean(page(head=clock), fetched_at=fetched)
    assert new.published_on == dt.date(2016, 3, 8)


ADDRESSES = {
    "canonical": ('<link rel="canonical" href="https://example.org/a?utm_source=x">', "https://example.org/a"),
    "relative": ('<link rel="canonical" href="/world/a">', "https://www.example.org/world/a"),
    "OpenGraph": ('<meta property="og:url" content="https://www.example.org/b">', "https://www.example.org/b"),
    "front page": ('<link rel="canonical" href="https://www.example.org/">', ADDRESS),
    "another site": ('<link rel="canonical" href="https://elsewhere.net/a">', ADDRESS),
    "no address": ('<link rel="canonical" href="javascript:void(0)">', ADDRESS),
}


@pytest.mark.parametrize(("head", "url"), ADDRESSES.values(), ids=ADDRESSES)
def test_canonical_address(head: str, url: str) -> None:
    assert clean(page(head=head))[0].url == url


AUTHORS = {
    "meta": ('<meta name="author" content="By Rana Haddad and John Roe">', ("Rana Haddad", "John Roe")),
    "JSON-LD string": (json_ld(author="RANA HADDAD"), ("Rana Haddad",)),
    "profile page": ('<meta property="article:author" content="https://facebook.com/levantpost">', ()),
    "administrator": ('<meta name="author" content="admin">', ()),
    "the publisher itself": (json_ld(author="Levant Post", publisher={"name": "Levant Post"}), ()),
    "agency": (json_ld(author={"name": "Reuters"}), ("Reuters",)),
    "nothing": ("", ()),
}


@pytest.mark.parametrize(("head", "authors"), AUTHORS.values(), ids=AUTHORS)
def test_declared_authors(head: str, authors: tuple[str, ...]) -> None:
    assert clean(page(head=head))[0].authors == authors


def test_byline_in_the_text_where_nothing_is_declared() -> None:
    article, _ = clean(page("<p>By Rana Haddad in Amman</p>", *BODY))
    assert article.authors == ("Rana Haddad",)
    assert article.text == "\n\n".join(BODY)


FURNITURE = {
    "related box": ('<div class="related"><h3>Related</h3><ul><li><a href="/a">Jordan opens second camp</a></li>'
                    '<li><a href="/b">UN warns of early snow</a></li></ul></div>'),
    "read more": '<p><strong>READ MORE:</strong> <a href="/a">Jordan opens second camp</a></p>',
    "share": '<div class="share"><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">Email</a></div>',
    "newsletter": "<p>Sign up for our daily newsletter and get the news in your inbox.</p>",
    "advertisement": "<p>ADVERTISEMENT</p>",
    "continues": "<p>Story continues below advertisement</p>",
    "player": "<p>No media source currently available</p><p>0:00 0:01:41 0:00</p>",
    "script": "<script>var a = 'The minister said that nothing had been decided yet.';</script>",
    "hidden": "<div style='display:none'>You have two articles left this month. Subscribe now.</div>",
    "app": "<p>Download our mobile app for the latest news.</p>",
}  # fmt: skip


@pytest.mark.parametrize("block", FURNITURE.values(), ids=FURNITURE)
def test_furniture_inside_the_text_goes(block: str) -> None:
    assert clean(page(*BODY[:2], block, *BODY[2:]))[0].text == "\n\n".join(BODY)


TAILS = {
    "credit": "<p>(Reporting by Rana Haddad; Editing by John Roe)</p>",
    "rights": "<p>© 2016 Levant Post. All rights reserved.</p>",
    "end mark": "<p>-ENDS-</p>",
    "contributed": "<p>Levant Post writer John Roe in Erbil contributed to this report.</p>",
    "comments": '<section id="comments"><h2>3 comments</h2><div class="comment"><p>They always meet and nothing ever '
                "happens, believe me, I have lived in that camp for two winters now.</p></div></section>",
}  # fmt: skip


@pytest.mark.parametrize("after", TAILS.values(), ids=TAILS)
def test_what_follows_the_text_goes(after: str) -> None:
    assert clean(page(*BODY, after))[0].text == "\n\n".join(BODY)
    assert clean(page(*BODY, after=after))[0].text == "\n\n".join(BODY)


def test_captions_are_kept_apart() -> None:
    figure = (
        '<figure><img src="a.jpg"><figcaption>Families wait for water near Dohuk, March 1, 2016. (AP Photo/Jane Doe)'
        "</figcaption></figure>"
    )
    article, _ = clean(page(figure, *BODY))
    assert article.text == "\n\n".join(BODY)
    assert article.captions == ("Families wait for water near Dohuk, March 1, 2016. (AP Photo/Jane Doe)",)


def test_subheads_lists_and_quotations_stay() -> None:
    article, _ = clean(
        page(
            BODY[0],
            "<h2>A question of money</h2>",
            "<p>They agreed to:</p><ul><li>pay for the houses</li><li>meet in March</li></ul>",
            f"<blockquote><p>{BODY[1]}</p></blockquote>",
            *BODY[2:],
        )
    )
    assert article.text.split("\n\n") == [
        BODY[0], "A question of money", "They agreed to:", "pay for the houses", "meet in March", *BODY[1:],
    ]  # fmt: skip


def test_pull_quote_and_second_printing_go() -> None:
    quote = "<blockquote>We have the money for six weeks, and winter lasts for sixteen</blockquote>"
    assert clean(page(BODY[0], BODY[1], quote, *BODY[2:]))[0].text == "\n\n".join(BODY)
    twice = page(*BODY).replace(
        "</article>", "</article><article>" + "".join(f"<p>{p}</p>" for p in BODY) + "</article>"
    )
    assert clean(twice)[0].text == "\n\n".join(BODY)


def test_a_question_to_each_of_several_persons_stays() -> None:
    question = "What should the coalition do next in the north of Iraq, in your opinion?"
    blocks = [block for answer in BODY for block in (question, answer)]
    assert clean(page(*blocks))[0].text.count(question) == len(BODY)


def test_line_breaks_separate_paragraphs() -> None:
    assert clean(page("<p>" + "<br><br>".join(BODY) + "</p>"))[0].text == "\n\n".join(BODY)


INLINE = {
    "emphasis inside a word": ("The <b>min</b>ister left.", "The minister left."),
    "links": ("The <a href='/a'>minister</a>, <em>who</em> had <span>come</span> late, left.", None),
    "line breaks inside a sentence": ("The minister left the hall<br>without a word<br/>to the press.", None),
    "entities": ("The minister&#8217;s &ldquo;no&rdquo; &amp; nothing else.", "The minister’s “no” & nothing else."),
    "no-break blanks": ("The 400&nbsp;houses are there.", "The 400 houses are there."),
    "soft hyphens": ("The pre&shy;fabricated houses.", "The prefabricated houses."),
    "comment inside": ("The minister<!-- old text --> left.", "The minister left."),
    "words that look like markup": ("He wrote 3 &lt; 5 and left.", "He wrote 3 < 5 and left."),
}


@pytest.mark.parametrize(("markup", "text"), INLINE.values(), ids=INLINE)
def test_words_come_out_as_printed(markup: str, text: str | None) -> None:
    expected = text or " ".join(
        re.sub(r"<[^>]*>", lambda tag: " " if tag.group().startswith("<br") else "", markup).split()
    )
    article, _ = clean(page(*BODY[:2], markup, *BODY[2:]))
    assert article.text.split("\n\n") == [*BODY[:2], expected, *BODY[2:]]


ENCODINGS = {
    "declared by the server": ("windows-1252", "windows-1252", None, None),
    "declared by the page": ("iso-8859-15", None, "iso-8859-15", None),
    "UTF-8 declared as Latin": ("utf-8", "iso-8859-1", "iso-8859-1", "encoding"),
    "byte order mark": ("utf-16", None, "utf-8", None),
    "declared as UTF-8, but Latin": ("windows-1252", "utf-8", "utf-8", "encoding"),
    "declared as nonsense": ("utf-8", "klingon", "klingon", None),
}


@pytest.mark.parametrize(("real", "server", "meta", "code"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding(real: str, server: str | None, meta: str | None, code: str | None) -> None:
    line = "The envoy of Türkiye, Müşerref Çelik’s deputy, paid 400 euros." if real.startswith("utf") else (
        "The envoy of Österreich, Jürgen Größe, paid 400 euros in Zürich, he said."
    )  # fmt: skip
    markup = page(*BODY, line).replace("charset='utf-8'", f"charset='{meta}'" if meta else "name='x'")
    markup = markup if real != "iso-8859-15" else markup.replace("“", '"').replace("”", '"')
    article, notes = clean(markup.encode(real), charset=server)
    assert article.text.endswith(line)
    assert [note.code for note in notes] == ([code] if code else [])


def test_mojibake_is_mended_with_a_note() -> None:
    broken = "The envoys met in Zürich and said: “No.”"
    article, notes = clean(page(*BODY, broken.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")))
    assert article.text.endswith(broken)
    assert [note.code for note in notes] == ["mojibake"]


BROKEN = {
    "never closed": "<html><body><h1>Envoys weigh winter aid</h1>" + "".join(f"<p>{text}" for text in BODY),
    "no html element": "<h1>Envoys weigh winter aid</h1><div>" + "".join(f"<p>{text}</p>" for text in BODY) + "</div>",
    "closed in the wrong order": "<html><body><div><h1>Envoys weigh winter aid</div></h1><div><p>"
    + "</div><p><div>".join(BODY),
    "control characters": page().replace("Amman", "\x00\x01Amman"),
    "nested deeply": page().replace("<article>", "<div>" * 120 + "<article>"),
}  # fmt: skip


@pytest.mark.parametrize("markup", BROKEN.values(), ids=BROKEN)
def test_broken_pages(markup: str) -> None:
    article, _ = clean(markup)
    words = " ".join(article.text.split())
    assert all(text in words for text in BODY)


TEASER = f"<p>{BODY[0]}</p>"
COOKIES = (
    "<h2>We value your privacy</h2><p>We and our 842 partners store and access information on a device.</p>"
    "<p>Accept all cookies or manage your preferences. Your consent applies to this site; see our cookie policy.</p>"
)
REFUSED = {
    "empty": (b"", "empty"),
    "blanks": ("<html><body> </body></html>", "empty"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3, "binary"),
    "shell": ("<html><head><script>app()</script></head><body><div id='root'></div></body></html>", "needs_script"),
    "shell with a word": (
        "<html><head><script>1</script></head><body><noscript>You need to enable JavaScript to run this app.</noscript>"
        "</body></html>",
        "needs_script",
    ),
    "not found": (page("<p>The page you requested could not be found.</p>", title="404 - Not Found"), "error_page"),
    "server error": (page("<p>Please try again later.</p>", title="503 Service Unavailable"), "error_page"),
    "check for robots": (
        page("<p>Checking your browser before accessing example.org.</p>", title="Just a moment..."), "blocked_page",
    ),
    "region": (page("<p>This content is not available in your region.</p>", title="Sorry"), "blocked_page"),
    "consent form": (page(COOKIES, title="Levant Post"), "consent_wall"),
    "paywall by words": (page(TEASER, "<p>Subscribe to continue reading.</p>"), "paywall"),
    "paywall declared": (page(TEASER, head=json_ld(isAccessibleForFree="False")), "paywall"),
    "menu": (page("<ul><li><a href='/a'>News</a></li><li><a href='/b'>Sport</a></li></ul>", title="News"), "empty"),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "reason"), REFUSED.values(), ids=REFUSED)
def test_pages_without_an_article(markup: str | bytes, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        clean(markup)
    assert raised.value.reason == reason
    assert "page.html" in raised.value.message


def test_long_text_before_a_paywall_is_kept_with_a_note() -> None:
    article, notes = clean(page(*BODY, head=json_ld(isAccessibleForFree=False)))
    assert article.text == "\n\n".join(BODY)
    assert [note.code for note in notes] == ["paywall"]


def test_an_article_about_walls_is_no_wall() -> None:
    article, notes = clean(
        page(*BODY, "“Subscribe to continue reading” is all that readers see, and the page is not found, he said.")
    )
    assert article.word_count > len(" ".join(BODY).split())
    assert not notes


def test_unknown_media_type_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        clean_document(RawDocument("a.pdf", b"%PDF-1.4", "0" * 64, media_type="application/pdf"))
    assert raised.value.reason == "unsupported"
