"""Lists that people kept in spreadsheets, taken over: clients, contacts, deals, prices, tasks (S0-47, X-05)."""
