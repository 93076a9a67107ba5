"""Every column, declared once; and what is rendered from the declaration."""
