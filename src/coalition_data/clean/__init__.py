"""Clean: raw documents become articles, with the article's own words alone."""
