"""Made datatrove-normalized.jsonl with datatrove 0.10: python datatrove-normalized.py > datatrove-normalized.jsonl"""
import json

from datatrove.utils.text import simplify_text

texts = [
    "Hello, World!  It's 3.14 o'clock\n\nagain.",
    "Über-Größe: naïve café, 1,234,567 items (v1.2.3)",
    "snake_case_name = foo[12] + bar.baz(0x1F);",
    "Tab\tand\u00a0no-break \u2014 dash \u201cquotes\u201d",
    "\u0130stanbul \u0391\u0398\u0397\u039d\u0391 \u041c\u043e\u0441\u043a\u0432\u0430",
    "x\u00b2 + y\u00b2 \u2264 z\u00b2 \u00d7 \u03c0",
    "abc123def 4th 1.5e10",
    "  ",
    "...",
    "e\u0301cole \u00e9cole",
    "\u0661\u0662\u0663 \u0968\u0969",
    "100% of $5.00 & #7 @ 9:30",
]
for text in texts:
    print(json.dumps({"text": text, "normalized": simplify_text(text)}))
