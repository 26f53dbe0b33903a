"""The peer of `quern bench score`: the same lengths scored in transformers, sorted, padded and sliced as lm_eval's HFLM does.

    python score_speed.py CHECKPOINT [PAIRS] [bf16]     in batches of 8, 16 and 32; prints the best
"""
import sys
import time

import torch
from transformers import Qwen2ForCausalLM

pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 256
dtype = torch.bfloat16 if "bf16" in sys.argv else torch.float32
torch.set_num_threads(2)
model = Qwen2ForCausalLM.from_pretrained(sys.argv[1], dtype=dtype).eval()
requests = []
for i in range(pairs):
    context, continuation = 16 + i * 37 % 240, 1 + i % 16
    requests.append((torch.randint(0, model.config.vocab_size, (context + continuation,)), continuation))
requests.sort(key=lambda request: -len(request[0]))


def score(batch):
    width = len(batch[0][0]) - 1
    inputs = torch.zeros((len(batch), width), dtype=torch.long)
    for row, (tokens, _) in enumerate(batch):
        inputs[row, : len(tokens) - 1] = tokens[:-1]
    logits = torch.log_softmax(model(inputs, use_cache=False).logits, -1)
    scores = []
    for row, (tokens, continuation) in enumerate(batch):
        part = logits[row, len(tokens) - 1 - continuation : len(tokens) - 1]
        targets = tokens[-continuation:]
        greedy = bool((part.argmax(-1) == targets).all())
        scores.append((part.gather(1, targets.unsqueeze(1)).sum().item(), greedy))
    return scores


best, size = float("inf"), 0
with torch.inference_mode():
    for batch in (8, 16, 32):
        for _ in range(3):
            start = time.perf_counter()
            for begin in range(0, pairs, batch):
                score(requests[begin : begin + batch])
            seconds = time.perf_counter() - start
            if seconds < best:
                best, size = seconds, batch
read = sum(len(tokens) - 1 for tokens, _ in requests)
print(f"transformers {dtype} batch {size}: {pairs / best:.1f} pairs/s, {read / best:.0f} tokens/s")
