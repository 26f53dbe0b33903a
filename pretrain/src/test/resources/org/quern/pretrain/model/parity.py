"""A small random model, a batch of packed documents, and what PyTorch's autograd makes of them: the parity fixture.

Usage: python parity.py    (PyTorch 2.7, transformers, safetensors; writes parity/ beside itself)

Written from the formulas: HF's own Qwen2 layers run each document apart, so neither mask nor restarted positions are
assumed. The loss is the mean cross-entropy of every position whose next token lies in the same document; z.NAME is the
gradient with a z-loss of weight 0.01, the mean square of the same positions' log sum exp of logits, added; e.NAME is that of
the loss alone where every third position leaves after the first layer: what it brings goes past the second, which still
attends to the keys and values made of it.
"""
import json, os
import torch
from safetensors.torch import save_file
from transformers import Qwen2Config, Qwen2ForCausalLM

torch.manual_seed(7)
here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity")
config = Qwen2Config(vocab_size=61, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
                     num_key_value_heads=2, max_position_embeddings=32, rms_norm_eps=1e-5, tie_word_embeddings=False,
                     rope_parameters={"rope_type": "default", "rope_theta": 640000.0})
model = Qwen2ForCausalLM(config)
for p in model.parameters():
    p.data = torch.randn_like(p) * (0.3 if p.dim() > 1 else 0.1) + (1.0 if p.dim() == 1 else 0.0)
rows = [[0, 9, 20], [0]]  # document starts
lengths = [30, 32]
tokens = torch.randint(0, 61, (2, 32))
spans = [(row, begin, end) for row, (starts, length) in enumerate(zip(rows, lengths))
         for begin, end in zip(starts, starts[1:] + [length])]
total, z, count, logits = 0.0, 0.0, 0, torch.zeros(2, 32, 61)
for row, begin, end in spans:
    out = model(tokens[row : row + 1, begin:end]).logits[0]
    logits[row, begin:end] = out.detach()
    total = total + torch.nn.functional.cross_entropy(out[:-1], tokens[row, begin + 1 : end], reduction="sum")
    z = z + out[:-1].logsumexp(-1).square().sum()
    count += end - begin - 1
loss = total / count
with_z = torch.autograd.grad(loss + 0.01 * z / count, list(model.parameters()), retain_graph=True)
loss.backward()
left = torch.arange(64).reshape(2, 32) % 3 == 0
early = 0.0
for row, begin, end in spans:
    past = left[row, begin:end, None]
    hook = model.model.layers[1].register_forward_hook(lambda _, inputs, output: torch.where(past, inputs[0], output))
    out = model(tokens[row : row + 1, begin:end]).logits[0]
    early = early + torch.nn.functional.cross_entropy(out[:-1], tokens[row, begin + 1 : end], reduction="sum") / count
    hook.remove()
with_exits = torch.autograd.grad(early, list(model.parameters()))
os.makedirs(here, exist_ok=True)
model.config.architectures = ["Qwen2ForCausalLM"]
with open(f"{here}/config.json", "w") as f:
    json.dump({k: v for k, v in config.to_dict().items() if v is not None}, f, indent=1, sort_keys=True)
state = {k: v.detach().contiguous() for k, v in model.state_dict().items()}
save_file(state, f"{here}/model.safetensors")
expected = {k: v.grad for k, v in model.named_parameters()} | {"logits": logits, "loss": loss.detach().reshape(1)}
expected |= {f"z.{k}": g for (k, _), g in zip(model.named_parameters(), with_z)}
expected |= {f"e.{k}": g for (k, _), g in zip(model.named_parameters(), with_exits)}
save_file(expected, f"{here}/expected.safetensors")
with open(f"{here}/batch.json", "w") as f:
    json.dump({"tokens": tokens.tolist(), "starts": rows, "lengths": lengths}, f)
