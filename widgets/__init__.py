"""The files from npm that the pages use: which, of what version, and how they come into the package."""
