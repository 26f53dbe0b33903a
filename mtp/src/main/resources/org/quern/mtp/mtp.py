# The input of an MTP layer: input_proj(concat[hidden_layernorm(h_i), token_layernorm(E(t_{i+1}))]), hidden first.
# h [B, T, H] is the trunk's state before its final norm; next [B, T] the token after each position;
# table [V, H]; w the layer's own weights: 0 hidden_layernorm, 1 token_layernorm [H], 2 input_proj [H, 2H].


def mtp_input(self, h: Tensor, next: Tensor, table: Tensor, w: List[Tensor], eps: float) -> Tuple[Tensor, List[Tensor]]:
    # -> x [B, T, H] and what mtp_input_backward needs.
    states = h.flatten(0, 1)
    tokens = torch.embedding(table, next.flatten())
    left, left_scale = self.rms_norm(states, w[0], eps, w[2])
    right, right_scale = self.rms_norm(tokens, w[1], eps, w[2])
    both = torch.cat([left, right], 1)
    x = torch.mm(both, w[2].t()).to(torch.float32)
    return x.view(h.size()), [states, tokens, left_scale, right_scale, both]


def mtp_input_backward(self, d: Tensor, next: Tensor, saved: List[Tensor], w: List[Tensor], g: List[Tensor], dh: Tensor, g_table: Tensor) -> int:
    # d [B, T, H]: the gradient of x. Adds to g (as w), dh [B, T, H] and g_table [V, H]; the latter is empty where the
    # table is frozen.
    states, tokens, left_scale, right_scale, both = saved[0], saved[1], saved[2], saved[3], saved[4]
    dc = d.flatten(0, 1).to(w[2].dtype)
    self.add_product(g[2], dc.t(), both, 1.0)
    d_left, d_right = torch.mm(dc, w[2]).chunk(2, -1)
    self.rms_norm_backward(d_left, states, left_scale, w[0], g[0], dh.view(-1, dh.size(-1)))
    d_tokens = torch.zeros_like(tokens)
    self.rms_norm_backward(d_right, tokens, right_scale, w[1], g[1], d_tokens)
    if g_table.numel() > 0:
        g_table.index_add_(0, next.flatten(), d_tokens)
    return 0
