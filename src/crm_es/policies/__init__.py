"""Policies: one module, one reaction, found by being here.

What a policy begins it also ends: each reads its events in their order, so that nothing is ended before it has begun.
"""
