"""The losses of MTP layers one behind the other in plain PyTorch: the fixtures of tuning, of three layers, of two whose second
goes on from itself, and of one that does.

Usage: python tuning.py    (PyTorch 2.7, safetensors; reads parity/model.safetensors, writes tuning/, continued/ and reused/
beside itself)

The model is parity.py's, whose MTP layer is copied twice; every number of the copies then moves a little, so that no two
layers are the same. Every document is run by itself, so nothing can cross a boundary. For a document t_0 .. t_{n-1} and
a^0 = h, the trunk's state before its final norm, layer k = 0, 1, 2 makes for i < n - 1 - k
    a^{k+1}_i = layer_k(input_proj_k([hidden_layernorm_k(a^k_i), token_layernorm_k(E(t_{i+1+k}))]))
and head(final_layernorm_k(a^{k+1}_i)) predicts t_{i+2+k} for i < n - 2 - k. Each layer's loss is a mean over its own targets;
the total is that of layers 1 and 2, and only their parameters have gradients, each of them from both losses. Continued, layer 1
stands for layer 2 too. Reused, layer 0 stands for all three, and all three losses make its gradients.
"""
import json, os
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

torch.manual_seed(12)
torch.set_default_dtype(torch.float64)
beside = os.path.dirname(os.path.abspath(__file__))
config = json.load(open(f"{beside}/parity/config.json"))
V, H, L, EPS, THETA = (config[k] for k in ("vocab_size", "hidden_size", "num_hidden_layers", "rms_norm_eps", "rope_theta"))
HEADS, KV, D = (config[k] for k in ("num_attention_heads", "num_key_value_heads", "head_dim"))
w = {name: value.double() for name, value in load_file(f"{beside}/parity/model.safetensors").items()}
P = [f"model.mtp_layers.{k}." for k in range(3)]
copies = {}
for prefix in P[1:]:
    for name in [name for name in w if name.startswith(P[0])]:
        moved = w[name] + 0.05 * torch.randn(w[name].shape)
        copies[prefix + name[len(P[0]):]] = moved.float().double().requires_grad_()
w.update(copies)


def rms(x, name):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPS) * w[name]


def linear(x, name):
    return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))


def turn(x):
    # [heads, T, D]: the pair (j, j + D / 2) at position t turns by t / theta^(2j / D).
    angle = torch.outer(torch.arange(x.shape[1]).double(), THETA ** (-torch.arange(0, D, 2).double() / D))
    left, right = x.chunk(2, -1)
    return torch.cat([left * angle.cos() - right * angle.sin(), right * angle.cos() + left * angle.sin()], -1)


def layer(x, p):
    n = rms(x, p + "input_layernorm.weight")
    heads = {c: linear(n, f"{p}self_attn.{c}_proj").view(len(x), -1, D).transpose(0, 1) for c in "qkv"}
    k, v = (z.repeat_interleave(HEADS // KV, 0) for z in (turn(heads["k"]), heads["v"]))
    attended = F.scaled_dot_product_attention(turn(heads["q"])[None], k[None], v[None], is_causal=True)[0]
    x = x + linear(attended.transpose(0, 1).reshape(len(x), -1), p + "self_attn.o_proj")
    n = rms(x, p + "post_attention_layernorm.weight")
    return x + linear(F.silu(linear(n, p + "mlp.gate_proj")) * linear(n, p + "mlp.up_proj"), p + "mlp.down_proj")


# Documents of two tokens have no target, one of three has none for the second layer, one of four none for the third.
rows, lengths = [[0, 7, 9, 18], [0, 17, 20]], [22, 22]
tokens = torch.randint(0, V, (2, 24))


def chain(prefixes):
    # The mean loss of each link, and the number of its targets.
    sums, counts = [0.0] * 3, [0] * 3
    for row, starts, length in zip(tokens, rows, lengths):
        for begin, end in zip(starts, starts[1:] + [length]):
            t = row[begin:end]
            state = F.embedding(t, w["model.embed_tokens.weight"])
            for i in range(L):
                state = layer(state, f"model.layers.{i}.")
            for k, p in enumerate(prefixes):
                if len(t) <= 1 + k:
                    break
                token = F.embedding(t[1 + k:], w["model.embed_tokens.weight"])
                pair = torch.cat([rms(state[: len(token)], p + "hidden_layernorm.weight"), rms(token, p + "token_layernorm.weight")], -1)
                state = layer(linear(pair, p + "input_proj"), p)
                targets = t[2 + k:]
                if len(targets):
                    logits = F.linear(rms(state[: len(targets)], p + "final_layernorm.weight"), w["model.embed_tokens.weight"])
                    sums[k] = sums[k] + F.cross_entropy(logits, targets, reduction="sum")
                    counts[k] += len(targets)
    return [s / c for s, c in zip(sums, counts)], counts


def write(folder, means, counts, learning):
    here = os.path.join(beside, folder)
    os.makedirs(here, exist_ok=True)
    save_file({name: value.grad.float() for name, value in learning.items()}, f"{here}/gradients.safetensors")
    with open(f"{here}/batch.json", "w") as f:
        json.dump({"tokens": tokens.tolist(), "starts": rows, "lengths": lengths,
                   "counts": {f"mtp{k + 1}": c for k, c in enumerate(counts)},
                   "means": {f"mtp{k + 1}": m.item() for k, m in enumerate(means)}}, f)


means, counts = chain(P)
(means[1] + means[2]).backward()
write("tuning", means, counts, copies)
save_file({name: value.detach().float() for name, value in copies.items()}, f"{beside}/tuning/copies.safetensors")

second = {name: value for name, value in copies.items() if name.startswith(P[1])}
for value in second.values():
    value.grad = None
means, counts = chain([P[0], P[1], P[1]])
(means[1] + means[2]).backward()
write("continued", means, counts, second)

first = {name: value.requires_grad_() for name, value in w.items() if name.startswith(P[0])}
means, counts = chain([P[0]] * 3)
sum(means).backward()
write("reused", means, counts, first)
