"""What pages of the audit have in common: who, what and when is looked for, and how values of the past look."""
