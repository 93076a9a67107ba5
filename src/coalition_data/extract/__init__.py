"""Extract: a parsed article becomes meetings, pledges and quotes."""
