"""Link: what several articles tell about one thing becomes one row."""
