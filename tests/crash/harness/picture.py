"""Small JPEG pictures, each with other octets: grey squares of 8 by 8 whose shades are random."""

import random
import struct

SIDE = 256

# The standard luminance table for DC differences (ITU-T T.81, K.3): category -> (code, bits).
DC_CODES = {0: (0b00, 2), 1: (0b010, 3), 2: (0b011, 3), 3: (0b100, 3), 4: (0b101, 3), 5: (0b110, 3), 6: (0b1110, 4)}
DC_COUNTS = bytes((0, 1, 5, 1)) + bytes(12)
DC_VALUES = bytes(range(7))
# One AC code only: end of block.
AC_COUNTS = bytes((1,)) + bytes(15)
AC_VALUES = bytes((0,))
END_OF_BLOCK = (0b0, 1)


def segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def scan(rng):
    """The entropy-coded part: one DC difference and an end of block for each square."""
    bits, count, shade = 0, 0, 0

    def put(code, length):
        nonlocal bits, count
        bits, count = bits << length | code, count + length

    for _ in range((SIDE // 8) ** 2):
        wanted = rng.randint(-60, 60)
        step = max(-60, min(60, wanted - shade))
        shade += step
        category = abs(step).bit_length()
        put(*DC_CODES[category])
        put(step if step >= 0 else step + (1 << category) - 1, category)
        put(*END_OF_BLOCK)
    padding = -count % 8
    put((1 << padding) - 1, padding)
    return bits.to_bytes(count // 8, "big").replace(b"\xff", b"\xff\x00")


def parts(rng):
    """What stands before and after the quantisation table."""
    before = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    after = (
        segment(0xC0, struct.pack(">BHHBBBB", 8, SIDE, SIDE, 1, 1, 0x11, 0))
        + segment(0xC4, b"\x00" + DC_COUNTS + DC_VALUES)
        + segment(0xC4, b"\x10" + AC_COUNTS + AC_VALUES)
        + segment(0xDA, bytes((1, 1, 0, 0, 63, 0)))
        + scan(rng)
        + b"\xff\xd9"
    )
    return before, after


BEFORE, AFTER = parts(random.Random(1))


def picture(seed):
    """About 2 KB. The quantisation table makes each one another picture, for little work."""
    table = bytes(octet or 1 for octet in random.Random(seed).randbytes(64))
    return BEFORE + segment(0xDB, b"\x00" + table) + AFTER
