"""The licence of the data, and whose the texts in it are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from coalition_data.inert import markdown_text

DATA_LICENCE = "CC-BY-4.0"
DATA_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

_TEXT = """\
# Licence

The tables as a compilation, and what was added to the articles (rows, columns, offsets, identifiers, links between
rows, metadata), are licensed under [Creative Commons Attribution 4.0 International]({url}) ({licence}): use them for
any purpose, and cite the version that you used (`CITATION.cff`).

The words of an article belong to its publisher, the words of a quotation to the person who said them. That licence
does not cover `articles.text`, `articles.captions`, `articles.title`, nor the words in `evidence`, `quotes.text` and
other columns that repeat them. They stand here so that every row can be checked against what supports it.

Whether `articles.text` holds a text is decided by the licence that its source declares (`inputs` in `manifest.json`):

- A licence that allows it (public domain, Creative Commons Attribution and ShareAlike, open government licences,
  permission): the text is here, under that licence.
- Any other declared licence: `text` is NULL and `captions` are empty; there are the offsets, the digest `text_sha256`
  of the text that they refer to, and the link. Evidence and reported speech are cut to their first {words} words;
  words in quotation marks are whole, as short quotations.
- No licence declared: {unknown}

In this release: {counts}.
"""

_UNKNOWN = {
    True: "the text is here, because whoever made this release named that source and has the text already. Find out "
    "the licence and declare it before you pass such a release on, or set `publish.text_of_unknown_licence: false`.",
    False: "as for a licence that does not allow it.",
}


def licence_markdown(manifest: Mapping[str, Any]) -> str:
    """The text of a release's ``LICENSE.md``."""
    rules = manifest["parameters"].get("publish", {})
    return _TEXT.format(
        url=DATA_LICENCE_URL,
        licence=DATA_LICENCE,
        words=rules.get("evidence_words", 25),
        unknown=_UNKNOWN[bool(rules.get("text_of_unknown_licence", True))],
        counts=_counts(manifest),
    )


def _counts(manifest: Mapping[str, Any]) -> str:
    aside = {row["source_uri"] for row in manifest["set_aside"]["documents"]}
    used = [file for file in manifest["inputs"]["files"] if file["source_uri"] not in aside]
    counted = Counter(file.get("licence") or "no licence declared" for file in used)
    return ", ".join(f"{count} of {markdown_text(name)}" for name, count in sorted(counted.items())) or "no article"
