"""What may be kept as the scan of a signed paper."""

from __future__ import annotations

from accord.sharing.rules.agreements import NotAgreed

MOST_BYTES = 10 * 1024 * 1024
BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
"""How a file of each kind begins: the name that somebody gave it proves nothing."""
MIME = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


def kind_of(content: bytes) -> str:
    """pdf, png or jpeg, by the first bytes. Raises `NotAgreed` for anything else, for nothing and for too much."""
    if not content:
        raise NotAgreed("scan", "The file is empty. Choose the scan of the signed paper.")
    if len(content) > MOST_BYTES:
        raise NotAgreed("scan", f"The file is larger than {MOST_BYTES // 2**20} MB. Scan it again, in grey.")
    for kind, begins in BEGINS.items():
        if content.startswith(begins):
            return kind
    raise NotAgreed("scan", "The file is no PDF, PNG or JPEG. Scan the signed paper as one of these.")
