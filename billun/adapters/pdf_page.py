"""A program of its own: looks at a PDF from the standard input, so that a hostile one harms nothing but itself.

`pages` writes the number of pages; `picture <width> <longest side> <quality>` the first page as WebP.
It fails where the file is broken or wants a password. documents.py runs it as a file, so it imports nothing of Billun.
"""

from __future__ import annotations

import resource
import sys
from io import BytesIO

import pypdfium2

REFUSED = 3
MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 20


def main(wanted: str, *numbers: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        pages = str(len(document)).encode()
        answer = picture(document, *map(int, numbers)) if wanted == "picture" else pages
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError):
        return REFUSED
    sys.stdout.buffer.write(answer)
    return 0


def picture(document: pypdfium2.PdfDocument, width: int, longest: int, quality: int) -> bytes:
    document.init_forms()
    page = document[0]
    size = page.get_size()
    scale = min(width / size[0], longest / max(size))
    written = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(written, "WEBP", quality=quality)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
