"""Release: gated tables become a published, versioned folder."""
