"""Lists that people kept in spreadsheets, taken over: clients, contacts, deals, prices, tasks, time (S0-47, X-34)."""
