"""Greedy tokens and mean losses of transformers on the checkpoint that TransformersParityTest writes.

Made with torch 2.7.1 and transformers 5.24:
    mvn -pl inference -am verify -Dtest=TransformersParityTest   (writes target/parity-checkpoint, and fails without the file)
    python transformers_golden.py target/parity-checkpoint > transformers-golden.json
"""
import json
import random
import sys

import torch
from transformers import Qwen2ForCausalLM

NEW, PROMPTS = 16, 200
model = Qwen2ForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
random.seed(1)
cases = []
with torch.inference_mode():
    for n in range(PROMPTS):
        prompt = [random.randrange(model.config.vocab_size) for _ in range(1 + n % 13)]
        tokens, gap = list(prompt), float("inf")
        for _ in range(NEW):
            best = model(torch.tensor([tokens])).logits[0, -1].topk(2)
            gap = min(gap, (best.values[0] - best.values[1]).item())
            tokens.append(best.indices[0].item())
        ids = torch.tensor([tokens])
        cases.append({
            "prompt": prompt,
            "greedy": tokens[len(prompt):],
            # How far apart the two best logits always were: the answer is the only one where this is no rounding error.
            "gap": round(gap, 6),
            "loss": round(model(ids, labels=ids).loss.item(), 6),
        })
print(json.dumps({"cases": cases}).replace('{"prompt', '\n {"prompt'))
