"""The profile and wishes of a candidate: a page that tells them, and one for each part, which saves that part only."""
