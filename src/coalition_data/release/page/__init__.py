"""The page of a release, ``index.html``: figures and charts in one file, without script, server or network."""

from coalition_data.release.page.build import release_page

__all__ = ["release_page"]
