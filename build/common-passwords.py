#!/usr/bin/env python3
"""Makes auth-service's list of passwords that are too common, the same each time:

    npm pack @zxcvbn-ts/language-common@4.1.3 && tar -xzf zxcvbn-ts-language-common-4.1.3.tgz
    build/common-passwords.py package/src/passwords.json \
        > auth-service/src/main/resources/dev/parley/auth/password/common-passwords.txt

What is taken from that list: everything of 8 characters and more (shorter ones are refused anyway), in NFC and lower case.
What is added, since that list leaves it to its program: one letter or digit 8 to 20 times, and runs of the digits, the
alphabet and the rows of a keyboard, 8 characters and longer, in both directions.
"""
import json
import sys
import unicodedata

SHORTEST, LONGEST_REPEAT = 8, 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROWS = ["01234567890123456789", LETTERS, "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "йцукенгшщзхъ", "фывапролджэ"]


def folded(text):
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).upper().lower())


def runs(row):
    for direction in (row, row[::-1]):
        for begin in range(len(direction)):
            for end in range(begin + SHORTEST, len(direction) + 1):
                yield direction[begin:end]


def common(listed):
    yield from (text for text in listed if len(text) >= SHORTEST)
    for row in ROWS:
        yield from runs(row)
    for character in LETTERS + "0123456789":
        yield from (character * count for count in range(SHORTEST, LONGEST_REPEAT + 1))


with open(sys.argv[1], encoding="utf-8") as source:
    entries = {folded(text).encode() for text in common(json.load(source))}
sys.stdout.buffer.write(b"".join(entry + b"\n" for entry in sorted(entries)))
