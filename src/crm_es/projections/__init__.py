"""Projections: one file = one question; they are found by being here."""
