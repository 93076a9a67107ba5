"""Data files of words and names; each says where it comes from."""
