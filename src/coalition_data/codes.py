"""Codes of the standards that settings and declarations name."""

from __future__ import annotations


def is_language_code(code: str) -> bool:
    """Whether a code is one of ISO 639-1, in small letters: ``en``, not ``EN`` and not ``xx``."""
    import pycountry  # noqa: PLC0415 - its first look-up reads all 7,900 languages, and most settings name none

    return code.islower() and pycountry.languages.get(alpha_2=code) is not None
