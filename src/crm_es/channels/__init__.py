"""Ways to the outside, which know nothing of what they carry."""
