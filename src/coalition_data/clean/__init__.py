"""Second stage: scraped text to articles, word for word, without what the page printed around them."""

from coalition_data.clean.article import clean_document, make_article
from coalition_data.clean.stage import CleanResult, clean_documents
from coalition_data.settings import CleanSettings

__all__ = ["CleanResult", "CleanSettings", "clean_document", "clean_documents", "make_article"]
