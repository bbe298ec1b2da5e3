"""Working time on pages: what is worked on, how long, and a week or month as a table."""
