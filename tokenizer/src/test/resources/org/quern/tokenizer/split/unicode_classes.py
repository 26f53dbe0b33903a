"""Prints unicode-classes.txt: which characters the regular expressions of HF tokenizers take for letters, numbers and white space.

Usage: python unicode_classes.py > unicode-classes.txt     needs tokenizers 0.23
"""
from tokenizers import Regex, __version__, pre_tokenizers

print(f"# Letters (L), numbers (N) and white space (S) of Unicode 16 as Oniguruma in Hugging Face tokenizers {__version__} knows them.")
print("# Made by src/test/resources/org/quern/tokenizer/split/unicode_classes.py.")
for name, pattern in (("L", r"\p{L}"), ("N", r"\p{N}"), ("S", r"\s")):
    split = pre_tokenizers.Split(Regex(pattern), "isolated")
    ranges = []
    for base in range(0, 0x110000, 256):
        text = "_".join(chr(c) for c in range(base, base + 256) if not 0xD800 <= c < 0xE000)
        for piece, (start, end) in split.pre_tokenize_str(text):
            if piece == "_" or end - start > 1 or start % 2:
                continue
            code = ord(piece)
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    for first, last in ranges:
        print(f"{name} {first:x}-{last:x}")
