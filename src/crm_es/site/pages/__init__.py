"""One module for each family of pages; each has its `routes`, and needs no registration."""
