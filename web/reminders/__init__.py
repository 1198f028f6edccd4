"""Reminders: a mail in the morning to recruiters whom people wait for, until they have answered or say stop."""
