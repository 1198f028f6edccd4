"""The two pages that anybody may open: the search, and what it finds."""
