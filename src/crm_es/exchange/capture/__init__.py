"""One line, typed fast, becomes a task: `call Acme tomorrow 15:00 !` (S0-47)."""
