"""HTML pages of any kind: one outcome each, in time, and each word of the article once and in order."""

from __future__ import annotations

import datetime as dt
import hashlib
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from coalition_data.clean import clean_document, clean_documents
from coalition_data.records import RawDocument

TODAY = dt.date(2026, 1, 1)

PIECES = st.sampled_from([
    piece.encode()
    for piece in (
        "<p>", "</p>", "<div class='caption'>", "</div>", "<article>", "</article>", "<table><tr><td>", "<br>",
        "<script type='application/ld+json'>", "</script>", '{"@type": "NewsArticle", "datePublished": 1}',
        '{"@graph": [[[[]]]], "author": {"name": {}}}', "<meta charset='klingon'>", "<!--", "-->",
        "<time datetime='0000-99-99'>", "<h1>Ministers meet</h1>", "&#0;&#xD800;", "<![CDATA[", "<html lang='Ã'>",
        "<link rel=canonical href='http://[broken'>", "<p itemscope itemtype='http://schema.org/Article'>",
        "<span itemprop='author datePublished'>", "<figure><figcaption>", "<title>",
        "The ministers met in Oslo on Monday and agreed to meet again in the spring, a spokesman said.",
    )
] + [b"\xff\xfe", b"\x00", b"\xe2\x80"])  # fmt: skip


def as_document(data: bytes, charset: str | None = None) -> RawDocument:
    return RawDocument("a.html", data, hashlib.sha256(data).hexdigest(), media_type="text/html", charset=charset)


@settings(max_examples=150, deadline=2000)
@given(
    st.lists(PIECES | st.binary(max_size=40), max_size=40).map(b"".join),
    st.none() | st.sampled_from(["utf-8", "utf-16", "iso-8859-1", "nonsense", ""]),
)
def test_any_bytes_have_one_outcome(data: bytes, charset: str | None) -> None:
    result = clean_documents([as_document(data, charset)])
    assert len(result.articles) + len(result.set_aside) == 1


SUBJECTS = ["The envoy of Jordan", "A spokesman for the ministry", "General Sami Aziz", "The council in Erbil"]
VERBS = ["said on Monday that", "told reporters that", "wrote in a letter that", "denied that", "confirmed that"]
CLAUSES = [
    "the houses would stand before the snow came", "nobody had paid for the teachers of the two schools",
    "400 families had left the camp near Dohuk", "the road to the north was open again for lorries",
    "the money would last for six weeks and not a day longer", "talks would go on in Amman at the end of March",
]  # fmt: skip
BETWEEN = [
    "<div class='share'><a href='#'>Facebook</a> <a href='#'>Twitter</a></div>", "<p>Advertisement</p>", "<hr>",
    "<script>var x = 'The envoy said no.';</script>", "<p><a href='/x'>READ MORE: Jordan opens a second camp</a></p>",
    "<figure><img src='a.jpg'><figcaption>Families near Dohuk. (AP Photo/Jane Doe)</figcaption></figure>", "",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(4, 14))
def test_each_word_of_the_article_comes_out_once(seed: int, paragraphs: int) -> None:
    chance = random.Random(seed)
    body = [
        f"{number + 1} of {paragraphs}: " + " ".join(
            f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(CLAUSES)}."
            for _ in range(chance.randint(2, 4))
        )
        for number in range(paragraphs)
    ]  # fmt: skip
    inside = "".join(f"<p>{text}</p>{chance.choice(BETWEEN)}" for text in body)
    page = (
        "<html><head><title>Envoys weigh winter aid</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<h1>Envoys weigh winter aid</h1><div class='article-body'>{inside}</div>"
        "<footer>© 2016 Levant Post</footer></body></html>"
    )
    article, _ = clean_document(as_document(page.encode()), TODAY)
    assert article.text.split("\n\n") == body
