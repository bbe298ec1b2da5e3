"""The pages of everybody who works here: what they see and do, over the same questions and commands as the API."""
