"""What pages about projects make of what the API tells: trees of stages, bars, dangers as sentences, typed hours."""
