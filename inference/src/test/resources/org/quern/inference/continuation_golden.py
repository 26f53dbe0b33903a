"""Scores of lm-evaluation-harness, on transformers, for pairs of texts and the checkpoint that ContinuationScorerTest writes.

Made with torch 2.7.1, transformers 5.24 and lm_eval 0.4.13, which needs accelerate:
    mvn -pl inference -am verify -Dtest=ContinuationScorerTest   (writes target/score-checkpoint, and fails without the file)
    python continuation_golden.py target/score-checkpoint > continuation-golden.json
"""
import json
import sys

import torch
from lm_eval.api.instance import Instance
from lm_eval.models.huggingface import HFLM
from transformers import PreTrainedTokenizerFast, Qwen2ForCausalLM

model = Qwen2ForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{sys.argv[1]}/tokenizer.json", eos_token="<|endoftext|>")
harness = HFLM(pretrained=model, tokenizer=tokenizer, device="cpu", batch_size=4)

pairs = [
    ("We see", " the end"),
    ("We see ", "the end"),
    ("We see \t\u00a0\u2003\u0085", "the end"),
    ("an", "d then"),
    ("", "the and"),
    ("", "<|endoftext|>the and"),
    ("Was ist", " größer: \u20ac oder \U0001f600?"),
    ("A long context, of which the first part is left out. " * 4, "and then"),
    ("short", " " + "and the rest, " * 4),
    *[("Question: 2 + 2 = ?\nAnswer:", f" {n}") for n in (3, 4, "four", "the four and")],
    *[("Pick one of", letter) for letter in ("A", "B", "C", "D")],
]
with torch.inference_mode():
    found = 0
    for n in range(1000):
        # Contexts after which the most probable token is text by itself.
        context = f"Line {n}"
        token = model(torch.tensor([tokenizer.encode(context)])).logits[0, -1].argmax().item()
        text = tokenizer.decode([token])
        if found < 3 and text.isprintable() and tokenizer.encode(context + text) == tokenizer.encode(context) + [token]:
            pairs.append((context, text))
            found += 1
scores = harness.loglikelihood(
    [Instance(request_type="loglikelihood", doc={}, arguments=pair, idx=0) for pair in pairs], disable_tqdm=True
)
lines = [
    json.dumps({"context": context, "continuation": continuation, "log_probability": round(score, 6), "greedy": greedy})
    for (context, continuation), (score, greedy) in zip(pairs, scores)
]
print("[\n " + ",\n ".join(lines) + "\n]")
