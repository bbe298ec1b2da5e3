"""Whatever way a letter is written, its words and files are found; whatever is broken about it, its head is (X-12)."""

from __future__ import annotations

import base64
from time import monotonic

import pytest
from letters import ORDINARY, letter, of_parts, part, with_parts

from crm_es.exchange.mail.letter import Letter, sent_at, taken_apart
from crm_es.exchange.mail.reading import light, read

RUSSIAN = "Добрый день! Весы с утра ничего не показывают, приезжайте пожалуйста."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_an_ordinary_letter_is_read() -> None:
    read_so = taken_apart(ORDINARY)
    assert read_so.text == "Since this morning they show nothing."
    assert (read_so.from_name, read_so.from_email) == ("Olga Ivanova", "olga@bags.example")
    assert (read_so.subject, read_so.message_id) == ("The scales stopped", "<a1@bags.example>")
    assert sent_at(read_so) == "2026-11-23T10:00:00+03:00"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "cp866", "iso-8859-5"])
def test_russian_letters_are_read_in_the_encoding_they_name(charset: str) -> None:
    head = letter("", Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding="8bit")
    assert taken_apart(head + RUSSIAN.encode(charset)).text == RUSSIAN


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "cp866", "utf-8"])
@pytest.mark.parametrize("told", ["text/plain", "text/plain; charset=us-ascii", "text/plain; charset=nonsense"])
def test_and_in_the_likeliest_where_they_name_none_or_a_wrong_one(charset: str, told: str) -> None:
    assert taken_apart(letter("", Content_Type=told) + RUSSIAN.encode(charset)).text == RUSSIAN


def test_a_western_word_with_an_accent_is_not_taken_for_russian() -> None:
    assert taken_apart(letter("", Content_Type="text/plain") + "The café is closed".encode("cp1252")).text == (
        "The café is closed"
    )


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
@pytest.mark.parametrize("way", ["B", "Q"])
def test_names_and_subjects_are_decoded(charset: str, way: str) -> None:
    data = "Весы стоят".encode(charset)
    word = base64.b64encode(data).decode() if way == "B" else "".join(f"={byte:02X}" for byte in data)
    subject = f"=?{charset}?{way}?{word}?="
    read_so = taken_apart(letter(Subject=subject, From=f"{subject} <olga@bags.example>"))
    assert (read_so.subject, read_so.from_name) == ("Весы стоят", "Весы стоят")


def test_a_letter_cut_between_two_encoded_words_is_put_together() -> None:
    data = "Весы".encode()
    words = [f"=?utf-8?B?{base64.b64encode(piece).decode()}?=" for piece in (data[:3], data[3:])]
    assert taken_apart(letter(Subject="\n ".join(words))).subject == "Весы"


def test_a_head_that_is_not_encoded_at_all_is_read_too() -> None:
    raw = ORDINARY.replace(b"The scales stopped", "Весы не показывают ничего".encode("cp1251"))
    assert taken_apart(raw).subject == "Весы не показывают ничего"


def test_of_two_ways_to_say_the_same_the_plain_one_counts() -> None:
    both = part("Plain words"), part("<p>Rich <b>words</b></p>", "text/html")
    assert taken_apart(with_parts(*both, kind="alternative")).text == "Plain words"
    empty = part(" "), both[1]
    assert taken_apart(with_parts(*empty, kind="alternative")).text == "Rich words"


def test_a_page_is_read_as_text() -> None:
    page = """<html><head><style>p {color: red}</style><title>x</title></head><body>
    <p>Good&nbsp;day,<br>the scales <b>stopped</b>.</p><ul><li>one</li><li>two</li></ul>
    <a href="https://bags.example/a">the photo</a> <script>alert(1)</script>
    <blockquote><p>Older<br>words</p></blockquote></body></html>"""
    assert taken_apart(letter(page, Content_Type="text/html")).text.split("\n") == [
        "Good day,",
        "the scales stopped.",
        "",
        "- one",
        "- two",
        "the photo (https://bags.example/a)",
        "",
        "> Older",
        "> words",
    ]


def test_a_page_whose_head_never_ends_is_read_too() -> None:
    page = "<html><head><title>x</title><style>p {}</style><body>It stopped<blockquote>older</blockquote></div></p>"
    assert taken_apart(letter(page, Content_Type="text/html")).text == "It stopped\n\n> older"


def test_files_are_found_however_deep_they_lie() -> None:
    image = part(
        base64.b64encode(PIXEL).decode(),
        "image/png",
        Content_Transfer_Encoding="base64",
        Content_Disposition="attachment; filename*=utf-8''%D0%92%D0%B5%D1%81%D1%8B.png",
    )
    page = of_parts(part("<p>See the photo</p>", "text/html"), image, kind="related", boundary="two")
    deep = of_parts(part(""), page, kind="alternative", boundary="three")
    read_so = taken_apart(with_parts(deep, part("P.S. Hurry")))
    assert read_so.text == "See the photo\n\nP.S. Hurry"
    assert [(one.name, one.content) for one in read_so.attached] == [("Весы.png", PIXEL)]


@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
def test_a_name_in_bare_bytes_is_read_as_well(charset: str) -> None:
    """Old programs encode no heads."""
    table = part("a;b", "text/csv", Content_Disposition='attachment; filename="Сверка остатков.csv"')
    raw = with_parts(part("See the list", "text/plain; charset=us-ascii"), table).decode()
    assert [one.name for one in taken_apart(raw.encode(charset)).attached] == ["Сверка остатков.csv"]


def test_a_letter_in_a_letter_is_a_file_of_it() -> None:
    inner = part(ORDINARY.decode(), "message/rfc822")
    read_so = taken_apart(with_parts(part("See below"), inner))
    assert read_so.text == "See below"
    ((name, content),) = [(one.name, one.content) for one in read_so.attached]
    assert name == "The scales stopped.eml"
    assert taken_apart(content).message_id == "<a1@bags.example>"


def test_what_it_answers_is_told_nearest_first() -> None:
    read_so = taken_apart(letter(References="<1@a> <2@a>\n <3@a>", In_Reply_To="<3@a>"))
    assert read_so.references == ("<3@a>", "<2@a>", "<1@a>")
    assert read_so.in_reply_to == "<3@a>"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"no head at all, only words",
        b"From: \xff\xff <>\nSubject: =?utf-8?B?!!!?=\n\nHello",
        b"From: =?nonsense?Q?=FF?= <a@b>\n\n\xff\x00",
        b"Content-Type: multipart/mixed\n\nwithout a boundary",
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n--x\n--x',
        b"Content-Type: text/plain; charset=\xff\nContent-Transfer-Encoding: base64\n\n@@@@=",
        b"Content-Type: text/html; charset=utf-16\n\n<p>odd",
        b"Content-Type: text/plain; charset=base64\n\nhello",
        b"Content-Type: text/plain; charset=utf-8*\n\nhello",
        b"Date: Mon, 99 Foo 99999 99:99:99 +9999\nMessage-ID: <>\n\n",
        b"From: " + b"a" * 100_000 + b"\n\n",
        b"From: " + b"(" * 50_000 + b"\n\n",
        b"Content-Disposition: attachment; filename*=utf-8''%FF%00\nContent-Type: image/png\n\nx",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nStatus: 5\n",
    ],
)
def test_no_letter_is_so_broken_that_nothing_comes_of_it(raw: bytes) -> None:
    read_so = read(raw)
    assert isinstance(read_so, Letter)
    assert "\x00" not in read_so.model_dump_json()
    sent_at(read_so)


def test_a_letter_of_many_layers_is_read_as_far_as_its_head() -> None:
    deep = part("The core")
    for n in range(600):
        deep = of_parts(deep, boundary=f"b{n}")
    read_so = read(b"From: olga@bags.example\n" + deep.encode())
    assert read_so.damaged
    assert read_so.from_email == "olga@bags.example"


def test_a_large_letter_is_read_apart_and_soon() -> None:
    begun = monotonic()
    read_so = read(letter("A line of a long letter\n" * 100_000))
    assert monotonic() - begun < 15
    assert not read_so.damaged
    assert read_so.text.count("\n") == 99_999


def test_so_many_files_are_too_many() -> None:
    files = [part("x", "image/png", Content_Disposition=f"attachment; filename={n}.png") for n in range(60)]
    read_so = taken_apart(with_parts(*files))
    assert (len(read_so.attached), read_so.left_out) == (50, 10)


def test_a_page_that_takes_long_to_read_holds_nobody_up_but_its_own_process() -> None:
    """Broken marks take the square of their length: 100 kB of them took minutes."""
    page = b"From: a@b.example\nContent-Type: Text/HTML\n\n" + b"<a " * 3_000
    assert not light(page)
    assert light(page[:5_000])
    assert light(page.replace(b"Text/HTML", b"text/plain"))
    assert read(page).from_email == "a@b.example"
