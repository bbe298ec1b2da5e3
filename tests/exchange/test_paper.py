"""Codes are found in photos and PDFs, and no file, whatever it is made of, holds anybody up (S1-37)."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invoices import invoice, photo
from PIL import Image, ImageDraw, ImageFilter

from crm_es.bank_details.payment_qr import write
from crm_es.exchange import decoding, paper
from crm_es.messages import Refused

CODE = write(
    {
        "Name": "ООО «Вектор»",
        "PersonalAcc": "40702810900000002851",
        "BankName": "АО «Северный банк»",
        "BIC": "044030827",
        "CorrespAcc": "30101810200000000827",
        "Sum": "27650050",
    },
    "cp1251",
)
OTHER = b"https://example.org/menu"


def sheet(*codes: bytes) -> Image.Image:
    """A sheet of paper with codes on it."""
    page = Image.new("RGB", (1600, 900), "white")
    ImageDraw.Draw(page).text((100, 40), "Invoice 17", fill="black")
    for n, code in enumerate(codes):
        page.paste(Image.open(BytesIO(photo(code))), (100 + 700 * n, 100))
    return page


def stored(picture: Image.Image, form: str, **how: object) -> bytes:
    content = BytesIO()
    picture.save(content, form, **how)
    return content.getvalue()


def codes(content: bytes) -> list[list[bytes]]:
    return [one.codes for one in decoding.seen(content).sheets]


def refusal(content: bytes) -> str:
    told = decoding.seen(content).refusal
    assert told
    assert told[0].endswith(".")
    return told[0]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "BMP"])
def test_a_code_is_read_from_every_kind_of_picture_to_the_byte(form: str) -> None:
    content = stored(sheet(CODE), form)
    assert paper.is_picture(content)
    assert codes(content) == [[CODE]]


def test_a_photo_may_be_askew_blurred_dark_and_on_its_side() -> None:
    taken = sheet(CODE).rotate(17, fillcolor="grey").filter(ImageFilter.GaussianBlur(1.5)).point(lambda tone: tone // 2)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert codes(stored(taken, "JPEG", quality=60, exif=exif)) == [[CODE]]


def test_all_codes_of_a_picture_are_seen() -> None:
    assert sorted(codes(stored(sheet(OTHER, CODE), "PNG"))[0]) == sorted([OTHER, CODE])


def test_a_scan_with_several_pages_is_looked_through_up_to_the_code_to_pay_by() -> None:
    content = stored(sheet(OTHER), "TIFF", save_all=True, append_images=[sheet(CODE), sheet()])
    assert codes(content) == [[OTHER], [CODE]]


def test_a_large_photo_is_read_too() -> None:
    assert codes(stored(sheet(CODE).resize((6400, 3600)), "JPEG")) == [[CODE]]


@pytest.mark.parametrize("layout", ["form", "below"])
def test_a_code_in_a_pdf_is_read_with_the_text_of_all_pages(layout: str) -> None:
    sheets = paper.look(invoice(layout, qr=CODE))
    assert [one.codes for one in sheets if one.codes] == [[CODE]]
    assert all(one.text for one in sheets)


def test_a_page_on_its_side_is_read() -> None:
    turned = invoice("letter").replace(b"/MediaBox", b"/Rotate 90/MediaBox")
    assert "7707083893" in decoding.seen(turned).sheets[0].text


def png(width: int, height: int) -> bytes:
    """A picture that claims a size, and breaks off."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(60_000, 60_000), "million pixels"),
        (png(10_000, 10_000), "million pixels"),
        (png(8_000, 8_000), "million pixels"),
        (png(100, 100), "damaged"),
        (stored(sheet(CODE), "PNG")[:2000], "damaged"),
        (stored(sheet(CODE), "JPEG")[:200], "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "damaged"),
        (b"BM", "damaged"),
    ],
)
def test_a_picture_that_is_none_or_is_a_trap_is_refused(content: bytes, said: str) -> None:
    assert paper.is_picture(content)
    assert said in refusal(content)


def pdf(*objects: str, trailer: str = "") -> bytes:
    """A PDF made by hand, its first object the root."""
    text, places = "%PDF-1.7\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(text))
        text += f"{n} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{len(text)}\n%%EOF"
    ).encode("latin-1")


ROOT, PAGES = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {0} {0}]/Resources<</XObject<</X 4 0 R>>>>/Contents 4 0 R>>"
LOCKED = "<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>".format("11" * 32)
PATH = "0 0 m 600 600 l 600 0 l h f\n" * 200


def drawn(content: str, resources: str = "") -> str:
    """Something that pages draw."""
    shape = f"<</Type/XObject/Subtype/Form/BBox[0 0 600 600]/Resources<<{resources}>>/Length {len(content)}>>"
    return f"{shape}\nstream\n{content}\nendstream"


def bomb(depth: int) -> bytes:
    """A page that draws something ten times, which draws something ten times, and so on."""
    deeper = (drawn("/X Do " * 10, f"/XObject<</X {n} 0 R>>") for n in range(5, 5 + depth))
    return pdf(ROOT, PAGES, PAGE.format(600), *deeper, drawn(PATH))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "damaged"),
        (invoice("form")[:3000], "damaged"),
        (pdf(ROOT, "<</Type/Pages/Kids[]/Count 0>>"), "damaged"),
        (
            pdf(ROOT, PAGES, "<</Type/Font>>", LOCKED, trailer=f"/Encrypt 4 0 R/ID[<{'22' * 16}><{'22' * 16}>]"),
            "password",
        ),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    assert paper.is_pdf(content)
    assert said in refusal(content)


@pytest.mark.parametrize("side", [0, 1, 14_400, 10**9])
def test_a_page_of_any_size_is_looked_at(side: int) -> None:
    assert len(decoding.seen(pdf(ROOT, PAGES, PAGE.format(side), drawn("0 0 m"))).sheets) == 1


def test_only_the_first_pages_of_a_book_are_looked_at() -> None:
    book = pdf(ROOT, f"<</Type/Pages/Kids[{'3 0 R ' * 500}]/Count 500>>", PAGE.format(600), drawn("0 0 m"))
    assert len(decoding.seen(book).sheets) == 10


def test_a_file_that_would_take_for_ever_is_given_up() -> None:
    begun = monotonic()
    with pytest.raises(Refused, match="takes too long"):
        paper.look(bomb(12), patience=1.5)
    assert monotonic() - begun < 5


def test_what_a_look_refuses_is_told_with_its_rule() -> None:
    with pytest.raises(Refused, match="damaged") as refused:
        paper.look(b"%PDF-1.7")
    assert refused.value.rule == "the PDF can be read"


GOOD = [
    invoice("letter"),
    stored(sheet(CODE).resize((400, 225)), "PNG"),
    stored(sheet(CODE).resize((400, 225)), "JPEG"),
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GOOD), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=8))
def test_a_file_with_wrong_bytes_is_read_or_refused(content: bytes, changes: list[tuple[float, bytes]]) -> None:
    changed = bytearray(content)
    for place, wrong in changes:
        at = int(place * (len(content) - len(wrong)))
        changed[at : at + len(wrong)] = wrong
    told = decoding.seen(bytes(changed))
    assert told.sheets or told.refusal
