"""Exchange: one module for each foreign format."""
