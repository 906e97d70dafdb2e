"""Grey page pictures (PGM) to a PDF of black-and-white images without any text.

The page is sheared a little and speckled, with a dark edge, as cheap scanners do. The same
pictures always give the same bytes.
"""

import random
import zlib
from pathlib import Path

DPI = 120
THRESHOLD = 150


def _page(path: Path, chance: random.Random) -> tuple[int, int, bytes]:
    """Width, height and packed bits (1 is white) of one picture."""
    data = path.read_bytes()
    width, height = (int(word) for word in data.split(maxsplit=4)[1:3])
    pixels = data[len(data) - width * height:]
    rows = []
    for y in range(height):
        row = pixels[y * width:(y + 1) * width]
        shift = y // 180
        row = bytes(shift) + row[:width - shift] if shift else row
        bits = 0
        for value in row:
            bits = bits << 1 | (value > THRESHOLD)
        for _ in range(2):
            if chance.random() < 0.08:
                bits ^= 1 << chance.randrange(width)
        pad = -width % 8
        rows.append((bits << pad).to_bytes((width + pad) // 8, "big"))
    return width, height, b"".join(rows)


def pictures_to_pdf(paths: list[Path]) -> bytes:
    """The PDF, one page a picture."""
    chance = random.Random(7)
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for path in paths:
        width, height, bits = _page(path, chance)
        packed = zlib.compress(bits, 9)
        x, y = width * 72 / DPI, height * 72 / DPI
        draw = f"q {x:.2f} 0 0 {y:.2f} 0 0 cm /Im0 Do Q".encode()
        first = len(objects) + 1
        kids.append(f"{first} 0 R")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {x:.2f} {y:.2f}] /Contents {first + 1} 0 R "
                       f"/Resources << /XObject << /Im0 {first + 2} 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw))
        objects.append(f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 1 /ColorSpace /DeviceGray "
                       f"/Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    info = len(objects) + 1
    objects.append(b"<< /Producer (Kantoorscanner 200i) >>")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (f"xref\n0 {info + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {info + 1} /Root 1 0 R /Info {info} 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n")
    return out + tail.encode()
