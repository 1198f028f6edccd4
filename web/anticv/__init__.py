"""The anti-CV: an application's profile as a file, skills and wishes first. One `Sheet`, many formats."""
