"""Files of every kind that is kept, and of some that are not, made here."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZipFile

import xlsxwriter
from PIL import Image

PDF: Final = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
OPEN: Final = "application/vnd.oasis.opendocument"


def picture(form: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (3, 3)).save(file, form)
    return file.getvalue()


def archive(*names: str, **first: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, text in first.items():
            made.writestr(name, text)
        for name in names:
            made.writestr(name, "<a/>")
    return file.getvalue()


def table() -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as made:
        made.add_worksheet().write(0, 0, "Итого")
    return file.getvalue()


def older(*streams: str) -> bytes:
    """What an older office document looks like from afar."""
    return OLE + b"".join(f"{name}\0".encode("utf-16-le") + bytes(64) for name in streams)


KEPT: Final = {
    "a.pdf": (PDF, "application/pdf"),
    "a.png": (picture("PNG"), "image/png"),
    "a.jpg": (picture("JPEG"), "image/jpeg"),
    "a.tiff": (picture("TIFF"), "image/tiff"),
    "a.webp": (picture("WEBP"), "image/webp"),
    "a.docx": (
        archive("docProps/app.xml", "word/document.xml", "[Content_Types].xml"),
        f"{OFFICE}.wordprocessingml.document",
    ),
    "a.xlsx": (table(), f"{OFFICE}.spreadsheetml.sheet"),
    "a.odt": (archive("content.xml", mimetype=f"{OPEN}.text"), f"{OPEN}.text"),
    "a.ods": (archive("content.xml", mimetype=f"{OPEN}.spreadsheet"), f"{OPEN}.spreadsheet"),
    "a.doc": (older("Root Entry", "WordDocument", "Workbook"), "application/msword"),
    "a.xls": (older("Root Entry", "Workbook", "WordDocument"), "application/vnd.ms-excel"),
    "old.xls": (older("Root Entry", "Book"), "application/vnd.ms-excel"),
    "a.xml": ('<?xml version="1.0" encoding="windows-1251"?><Файл/>'.encode("cp1251"), "application/xml"),
    "bare.xml": (b"\xef\xbb\xbf\n<Document>\n</Document>", "application/xml"),
    "a.txt": ("1CClientBankExchange\r\nВерсияФормата=1.03\r\n".encode("cp1251"), "text/plain"),
    "utf16.txt": ("Счёт, оплачен".encode("utf-16"), "text/plain"),
    "a.csv": ('Счёт;Сумма\n17;"1;50"\n\n'.encode(), "text/csv"),
    "commas.csv": (b"a,b\r\n1,2\r\n" * 20_000, "text/csv"),
    "nothing to see.txt": (b" \n" * 2**16, "text/plain"),
    "no table.txt": (b"Dear Ann,\nhere it is.\n", "text/plain"),
    "a.eml": (b"X-Kept-By: crm_es\r\nFrom: ann\r\n\r\n<html>\x00", "message/rfc822"),
}
"""Each under a name that fits."""

REFUSED: Final = {
    "windows": (b"MZ\x90\0\3" + bytes(64), "a program"),
    "linux": (b"\x7fELF\2\1\1" + bytes(64), "a program"),
    "script": (b"#!/bin/sh\nrm -rf ~\n", "a program"),
    "page": (b"\n <!DOCTYPE HTML><p>Hello", "a web page"),
    "page far down": (b"\n" * (2**18 - 3) + b"<!DOCTYPE html>", "a web page"),
    "wide page": ("<html></html>".encode("utf-16"), "a web page"),
    "drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a web page"),
    "hidden drawing": (b'<?xml version="1.0"?><!-- --><s:svg xmlns:s="http://www.w3.org/2000/svg"/>', "a web page"),
    "script in XML": (b'<a><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></a>', "a web page"),
    "entities": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', "declares entities"),
    "archive": (archive("invoice.pdf"), "an archive"),
    "broken archive": (b"PK\3\4", "an archive"),
    "presentation": (archive("[Content_Types].xml", "ppt/presentation.xml"), "an archive"),
    "macros": (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
    "older macros": (older("Workbook", "_VBA_PROJECT_CUR"), "macros"),
    "open macros": (archive("Basic/Standard/Module1.xml", mimetype=f"{OPEN}.text"), "macros"),
    "installer": (older("Root Entry", "Property"), "send one of pdf, png"),
    "film": (b"\0\0\0\x18ftypmp42" + bytes(64), "send one of pdf, png"),
    "picture of another kind": (picture("GIF"), "send one of pdf, png"),
    "broken text": (b"\xff\xfea", "send one of pdf, png"),
    "noise": (bytes(range(256)), "send one of pdf, png"),
}
"""Each with what its refusal says."""
