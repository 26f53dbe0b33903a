"""MTP and exit losses in plain PyTorch, from MiMo's formulas: the parity fixture of `mtp`.

Usage: python parity.py    (PyTorch 2.7, safetensors; writes parity/ beside itself)

Every document is run by itself, so nothing can cross a boundary. For a document t_0 .. t_{n-1}, with h the trunk's state
before the final norm: x_i = input_proj([hidden_layernorm(h_i), token_layernorm(E(t_{i+1}))]) for i < n - 1, one decoder
layer over x, and head(final_layernorm(x_i)) predicts t_{i+2} for i < n - 2. An exit after layer l is
head(norm(h^l_i)), which predicts t_{i+1}. Each term is a mean over its own targets; the total is
next token + 0.3 mtp + 0.2 exit1. after20.safetensors holds the weights after 20 steps of PyTorch's AdamW on the same batch,
with the gradient clipped to a norm of 1 and a decay of 0.1 on matrices alone.
"""
import json, os
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity")
V, H, I, L, HEADS, KV, D, EPS, THETA = 53, 32, 40, 2, 4, 2, 8, 1e-5, 10000.0
w = {}


def add(name, *shape):
    value = torch.randn(*shape) * (0.3 if len(shape) > 1 else 0.1) + (1.0 if "norm" in name else 0.0)
    w[name] = value.float().double().requires_grad_()


def add_layer(p):
    add(p + "input_layernorm.weight", H)
    add(p + "post_attention_layernorm.weight", H)
    for n, heads in (("q", HEADS), ("k", KV), ("v", KV)):
        add(p + f"self_attn.{n}_proj.weight", heads * D, H)
        add(p + f"self_attn.{n}_proj.bias", heads * D)
    add(p + "self_attn.o_proj.weight", H, HEADS * D)
    add(p + "mlp.gate_proj.weight", I, H)
    add(p + "mlp.up_proj.weight", I, H)
    add(p + "mlp.down_proj.weight", H, I)


add("model.embed_tokens.weight", V, H)
for i in range(L):
    add_layer(f"model.layers.{i}.")
add("model.norm.weight", H)
M = "model.mtp_layers.0."
add(M + "hidden_layernorm.weight", H)
add(M + "token_layernorm.weight", H)
add(M + "input_proj.weight", H, 2 * H)
add_layer(M)
add(M + "final_layernorm.weight", H)


def rms(x, name):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + EPS) * w[name]


def layer(x, p):
    n, lin = rms(x, p + "input_layernorm.weight"), lambda v, name: F.linear(v, w[name + ".weight"], w.get(name + ".bias"))
    t = x.shape[0]
    angle = torch.arange(t)[:, None] * THETA ** (-torch.arange(0, D, 2) / D)
    angle = torch.cat([angle, angle], -1)
    turn = lambda v: v * angle.cos() + torch.cat([-v[..., D // 2 :], v[..., : D // 2]], -1) * angle.sin()
    split = lambda v, heads: v.view(t, heads, D).transpose(0, 1)
    q, k = turn(split(lin(n, p + "self_attn.q_proj"), HEADS)), turn(split(lin(n, p + "self_attn.k_proj"), KV))
    v = split(lin(n, p + "self_attn.v_proj"), KV)
    k, v = (z.repeat_interleave(HEADS // KV, 0) for z in (k, v))
    scores = (q @ k.transpose(1, 2)) / D**0.5 + torch.full((t, t), float("-inf")).triu(1)
    x = x + lin((scores.softmax(-1) @ v).transpose(0, 1).reshape(t, -1), p + "self_attn.o_proj")
    n = rms(x, p + "post_attention_layernorm.weight")
    return x + lin(F.silu(lin(n, p + "mlp.gate_proj")) * lin(n, p + "mlp.up_proj"), p + "mlp.down_proj")


E = w["model.embed_tokens.weight"]  # tied head
rows, lengths = [[0, 7, 9, 18], [0]], [22, 24]
tokens = torch.randint(0, V, (2, 24))
sums, counts = {}, {}


def term(name, states, norm, targets):
    if len(targets):
        logits = F.linear(rms(states, norm), E)
        sums[name] = sums[name] + F.cross_entropy(logits, targets, reduction="sum")
        counts[name] += len(targets)


def means():
    sums.update(loss=0.0, mtp=0.0, exit1=0.0)
    counts.update(loss=0, mtp=0, exit1=0)
    for row, (starts, length) in enumerate(zip(rows, lengths)):
        for begin, end in zip(starts, starts[1:] + [length]):
            t = tokens[row, begin:end]
            h = [E[t]]
            for i in range(L):
                h.append(layer(h[-1], f"model.layers.{i}."))
            term("loss", h[L][:-1], "model.norm.weight", t[1:])
            term("exit1", h[1][:-1], "model.norm.weight", t[1:])
            if len(t) > 2:
                pair = torch.cat([rms(h[L][:-1], M + "hidden_layernorm.weight"), rms(E[t[1:]], M + "token_layernorm.weight")], -1)
                term("mtp", layer(F.linear(pair, w[M + "input_proj.weight"]), M)[:-1], M + "final_layernorm.weight", t[2:])
    return {name: sums[name] / counts[name] for name in sums}


def backward():
    m = means()
    (m["loss"] + 0.3 * m["mtp"] + 0.2 * m["exit1"]).backward()
    return m


first = backward()
os.makedirs(here, exist_ok=True)
with open(f"{here}/config.json", "w") as f:
    json.dump(dict(model_type="qwen2", vocab_size=V, hidden_size=H, intermediate_size=I, num_hidden_layers=L, head_dim=D,
                   num_attention_heads=HEADS, num_key_value_heads=KV, max_position_embeddings=24, rms_norm_eps=EPS,
                   rope_theta=THETA, tie_word_embeddings=True, num_nextn_predict_layers=1, exit_layers=[1]), f, indent=1)
save_file({k: v.detach().float() for k, v in w.items()}, f"{here}/model.safetensors")
save_file({k: v.grad.float() for k, v in w.items()}, f"{here}/gradients.safetensors")
with open(f"{here}/batch.json", "w") as f:
    json.dump({"tokens": tokens.tolist(), "starts": rows, "lengths": lengths, "counts": counts,
               "means": {k: v.item() for k, v in first.items()}}, f)

groups = [{"params": [p for p in w.values() if p.dim() > 1], "weight_decay": 0.1},
          {"params": [p for p in w.values() if p.dim() == 1], "weight_decay": 0.0}]
adamw = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95), eps=1e-8)
for step in range(20):
    adamw.zero_grad()
    backward()
    torch.nn.utils.clip_grad_norm_(w.values(), 1.0)
    adamw.step()
save_file({k: v.detach().float() for k, v in w.items()}, f"{here}/after20.safetensors")
