"""Nobody who does not sign in comes too often."""

from __future__ import annotations

from crm_es.api.turnstile import Turnstile


def test_each_address_may_come_so_often_and_no_more() -> None:
    turnstile = Turnstile(3, 60)
    assert [turnstile.lets("a") for _ in range(4)] == [True, True, True, False]
    assert turnstile.lets("b")


def test_after_a_while_it_may_come_again() -> None:
    turnstile = Turnstile(1, 0)
    assert turnstile.lets("a")
    assert turnstile.lets("a")


def test_addresses_are_forgotten() -> None:
    turnstile = Turnstile(1, 0)
    for n in range(10_050):
        turnstile.lets(str(n))
    assert len(turnstile._passed) <= 10_000


def test_a_network_of_new_addresses_comes_as_one() -> None:
    """Everybody there has more addresses than anybody can count."""
    turnstile = Turnstile(1, 60)
    assert turnstile.lets("2001:db8:1:2::1")
    assert not turnstile.lets("2001:db8:1:2:ffff::2")
    assert turnstile.lets("2001:db8:1:3::1")
    assert turnstile.lets("::ffff:192.0.2.1")
    assert turnstile.lets("::ffff:192.0.2.2")
    assert turnstile.lets("somewhere")
