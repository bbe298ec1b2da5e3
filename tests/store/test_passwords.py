"""Of a password only what is hard to guess it from is kept."""

from passwords import SAFE


def test_guessing_a_password_takes_much_memory_and_time() -> None:
    hashed = SAFE().hash("correct horse")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert SAFE().verify("correct horse", hashed)
    assert not SAFE().verify("wrong horse", hashed)
