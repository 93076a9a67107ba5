"""Errors of the project. Each names what failed and what to do next."""

from __future__ import annotations


class CoalitionDataError(Exception):
    """Base of all errors that the project raises on purpose.

    Args:
        message: what failed, with the name of the file, table or column.
        advice: what the reader can do about it; printed on its own line.
    """

    def __init__(self, message: str, advice: str | None = None) -> None:
        self.message = message
        self.advice = advice
        super().__init__(message if advice is None else f"{message}\n  {advice}")


class SettingsError(CoalitionDataError):
    """A parameter file or an environment variable cannot be used."""


class SourceError(CoalitionDataError):
    """A whole source (a path named by the user) cannot be read."""


class InputError(CoalitionDataError):
    """One document cannot be used; it is set aside and the run goes on.

    Args:
        reason: a short code, as counted in the manifest (``empty``, ``unreadable``, …).
    """

    def __init__(self, reason: str, message: str, advice: str | None = None) -> None:
        self.reason = reason
        super().__init__(message, advice)


class FetchError(InputError):
    """One page could not be fetched.

    Args:
        reason: the outcome of the page, as ``http_404`` or ``timeout``.
        status: of HTTP, where there was an answer.
        retry_after: seconds that the server asks to wait.
        is_transient: whether trying again soon may help.
    """

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        is_transient: bool = False,
    ) -> None:
        self.status = status
        self.retry_after = retry_after
        self.is_transient = is_transient
        super().__init__(reason, message)


class ModelError(CoalitionDataError):
    """The language model is missing or is of another version than the saved parse."""


class LexiconError(CoalitionDataError):
    """A lexicon file is malformed or an unknown code was asked for."""


class StoreError(CoalitionDataError):
    """A table file is missing, truncated or of another schema."""


class CorrectionError(CoalitionDataError):
    """A file of corrections is malformed, or a correction doesn't find the value that it corrects."""


class GateError(CoalitionDataError):
    """The candidate tables did not pass validation; nothing was released."""


class ReleaseError(CoalitionDataError):
    """A release is missing, incomplete or was changed after it was published."""


class QueryError(CoalitionDataError):
    """A SQL query failed or asked for something it may not have."""


class VersioningError(CoalitionDataError):
    """DVC could not record, push or fetch data."""


class SiteError(CoalitionDataError):
    """A site could not be written or served."""


class RemoteError(CoalitionDataError):
    """An object store cannot be reached or used, or does not hold what it should."""


class RunnerError(CoalitionDataError):
    """The workers of a run cannot be reached, or cannot do their work."""
