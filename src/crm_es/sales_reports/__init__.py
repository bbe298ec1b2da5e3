"""Sales in numbers: the reservoir of clients and its leaks, what campaigns brought, which deals are won."""
