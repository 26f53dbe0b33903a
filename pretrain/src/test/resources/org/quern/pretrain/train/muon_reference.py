"""Three steps of Muon on a stacked, a tall and a wide matrix, written from its author's post: the parity fixture.

Usage: python muon_reference.py    (PyTorch 2.7, safetensors; writes muon.safetensors beside itself)
"""
import os
import torch
from safetensors.torch import save_file

torch.manual_seed(3)
RATE, MOMENTUM, DECAY, DIVISOR = 0.02, 0.95, 0.1, 2.0


def newton_schulz(g):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm() + 1e-7)
    if g.size(0) > g.size(1):
        x = x.T
    for _ in range(5):
        s = x @ x.T
        x = a * x + (b * s + c * s @ s) @ x
    return x.T if g.size(0) > g.size(1) else x


tensors = {}
for name, parts, columns in [("stacked", [16, 8, 8], 12), ("tall", [20], 8), ("wide", [8], 20)]:
    weights = [torch.randn(rows, columns) for rows in parts]
    buffers = [torch.zeros_like(w) for w in weights]
    tensors[f"{name}.before"] = torch.cat(weights)
    for step in range(3):
        gradients = [torch.randn_like(w) for w in weights]
        tensors[f"{name}.gradient{step}"] = torch.cat(gradients)
        for w, g, buffer in zip(weights, gradients, buffers):
            g = g / DIVISOR
            buffer.lerp_(g, 1 - MOMENTUM)
            update = newton_schulz(g.lerp(buffer, MOMENTUM)) * max(1, w.size(0) / w.size(1)) ** 0.5
            w.mul_(1 - RATE * DECAY).add_(update, alpha=-RATE)
    tensors[f"{name}.after"] = torch.cat(weights)
save_file(tensors, os.path.join(os.path.dirname(os.path.abspath(__file__)), "muon.safetensors"))
