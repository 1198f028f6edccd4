// The board: htmx sends and swaps; this adds what it cannot know.
