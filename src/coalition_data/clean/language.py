"""The language of a text, with py3langid (a small n-gram model inside its package)."""

from __future__ import annotations

import py3langid

LETTERS_NEEDED = 40
"""Below this many letters a detector guesses; such a text is taken for the language of the release."""

LONGEST_SAMPLE = 6000
"""Characters read from the start: enough for any detector."""

DEFAULT_LANGUAGE = "en"


def detect_language(text: str) -> str:
    """ISO 639-1 code of the text's language; ``en`` where the text is too short to tell."""
    sample = text[:LONGEST_SAMPLE]
    if sum(character.isalpha() for character in sample) < LETTERS_NEEDED:
        return DEFAULT_LANGUAGE
    code, _ = py3langid.classify(sample)
    return str(code)
