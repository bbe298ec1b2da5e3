"""Pages for people who do not work here: what a client opens by a link."""
