# The decoder's kernels: forward and backward of one layer, as methods of one TorchScript module.
#
# Shapes: B rows, T positions, N = B * T, H hidden, F feed-forward, D head, h query heads, k key-value heads.
# The residual stream is fp32; matrix products run in the type of the layer's weights (fp32 or bf16).
# Layer weights w and their fp32 gradients g, in this order:
#   0 input_layernorm [H]   1 qkv [(h + 2k) * D, H]   2 qkv bias, or empty   3 o [H, h * D]
#   4 post_attention_layernorm [H]   5 gate_up [2F, H]   6 down [H, F]
# The batch's tensors: 0 cos and 1 sin, [B, T, 1, D / 2].
# Its documents: row, begin, size for each; none where every row is one document.


def cast_weights(self, weights: List[Tensor], bf16: bool) -> List[Tensor]:
    # Matrices in the compute type; norm weights and biases stay fp32.
    cast: List[Tensor] = []
    for weight in weights:
        if bf16 and weight.dim() > 1:
            cast.append(weight.to(torch.bfloat16))
        else:
            cast.append(weight)
    return cast


def batch_tensors(self, starts: Tensor, base: float, head_dim: int, bf16: bool) -> List[Tensor]:
    # starts [B, T]: where each position's document begins in the row. Rotary angles restart there.
    positions = torch.arange(starts.size(1)).unsqueeze(0)
    frequencies = torch.pow(base, torch.arange(0, head_dim, 2).to(torch.float32) / (-head_dim))
    angles = ((positions - starts).to(torch.float32).unsqueeze(-1) * frequencies).unsqueeze(2)
    cos, sin = torch.cos(angles), torch.sin(angles)
    if bf16:
        cos, sin = cos.to(torch.bfloat16), sin.to(torch.bfloat16)
    return [cos, sin]


def rms_norm(self, x: Tensor, weight: Tensor, eps: float, like: Tensor) -> Tuple[Tensor, Tensor]:
    # x [N, H] -> x / rms(x) * weight in the type of `like`, and 1 / rms(x) [N, 1].
    norm = torch.linalg_vector_norm(x, 2, [-1], True)
    scale = torch.rsqrt(norm.mul_(norm).div_(x.size(-1)).add_(eps))
    return torch.mul(x, scale).mul_(weight).to(like.dtype), scale


def rms_norm_backward(self, d: Tensor, x: Tensor, scale: Tensor, weight: Tensor, g: Tensor, dx: Tensor) -> int:
    # Adds to g [H] and dx [N, H] what d [N, H], the gradient of rms_norm(x), gives.
    d = d.to(torch.float32)
    product = d * x
    g.add_(torch.mv(product.t(), scale.squeeze(-1)))
    along = torch.mv(product, weight).unsqueeze(-1)
    along.mul_(scale.pow(3)).div_(x.size(-1))
    dx.addcmul_(torch.mul(d, scale), weight)
    dx.addcmul_(x, along, value=-1.0)
    return 0


def plus_product(self, x: Tensor, a: Tensor, b: Tensor) -> Tensor:
    # x + a b, x in fp32: one operator where the product is too.
    if a.dtype == torch.float32:
        return torch.addmm(x, a, b)
    return x + torch.mm(a, b)


def add_product(self, g: Tensor, a: Tensor, b: Tensor, alpha: float) -> int:
    # g += alpha a b, g in fp32. Adding bf16 to fp32 makes an fp32 copy of the product: by blocks of 2^21 numbers, which the
    # allocator keeps and caches hold; the whole, for a large vocabulary, would be memory that the system clears each time.
    if a.dtype == torch.float32:
        g.addmm_(a, b, alpha=alpha)
    else:
        block = max(1, 2097152 // b.size(1))
        for start in range(0, a.size(0), block):
            size = min(block, a.size(0) - start)
            g.narrow(0, start, size).add_(torch.mm(a.narrow(0, start, size), b), alpha=alpha)
    return 0


def rotate(self, x: Tensor, cos: Tensor, sin: Tensor, sign: float) -> Tensor:
    # x [B, T, heads, D], turned by the batch's angles (sign 1) or back (sign -1).
    half = x.size(-1) // 2
    left, right = x.narrow(-1, 0, half), x.narrow(-1, half, half)
    turned = torch.empty_like(x, memory_format=torch.contiguous_format)
    to_left, to_right = turned.narrow(-1, 0, half), turned.narrow(-1, half, half)
    torch.mul(left, cos, out=to_left)
    to_left.addcmul_(right, sin, value=-sign)
    torch.mul(right, cos, out=to_right)
    to_right.addcmul_(left, sin, value=sign)
    return turned


def expand_heads(self, x: Tensor, heads: int) -> Tensor:
    # [B, T, k, D] -> [B, h, T, D]: every key-value head serves h / k query heads.
    k = x.size(2)
    if k != heads:
        x = x.unsqueeze(3).expand(x.size(0), x.size(1), k, heads // k, x.size(3)).flatten(2, 3)
    return x.transpose(1, 2)


def contract_heads(self, d: Tensor, k: int) -> Tensor:
    # [B, h, T, D] -> [B, T, k, D]: the gradient of expand_heads.
    d = d.transpose(1, 2)
    if k != d.size(2):
        d = d.unflatten(2, [k, d.size(2) // k]).sum(3)
    return d


def attend(self, q: Tensor, k: Tensor, v: Tensor, documents: List[int]) -> Tuple[Tensor, Tensor]:
    # Causal attention within documents: q, k, v [B, h, T, D] -> attended [B, h, T, D], log-sum-exp [B, h, T].
    # A document is a call of its own, so no mask is held and no time goes into pairs of documents. Padding stays 0.
    if len(documents) == 0:
        return torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, True)
    out = torch.zeros([q.size(0), q.size(2), q.size(1), q.size(3)]).to(q.dtype).transpose(1, 2)
    lse = torch.zeros([q.size(0), q.size(2), q.size(1)]).transpose(1, 2)
    for i in range(0, len(documents), 3):
        row, begin, size = documents[i], documents[i + 1], documents[i + 2]
        one, sums = torch._scaled_dot_product_flash_attention_for_cpu(self.document(q, row, begin, size), self.document(k, row, begin, size), self.document(v, row, begin, size), 0.0, True)
        self.document(out, row, begin, size).copy_(one)
        self.document(lse, row, begin, size).copy_(sums)
    return out, lse


def flash_backward(self, d: Tensor, q: Tensor, k: Tensor, v: Tensor, out: Tensor, lse: Tensor) -> List[Tensor]:
    # The gradients of q, k and v. Below 192 positions ATen's bf16 kernel is 2 to 10 times slower than fp32.
    if q.size(2) < 192:
        d, q, k, v, out = d.to(torch.float32), q.to(torch.float32), k.to(torch.float32), v.to(torch.float32), out.to(torch.float32)
    dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(d, q, k, v, out, lse, 0.0, True)
    return [dq, dk, dv]


def attend_backward(self, d: Tensor, saved: List[Tensor], documents: List[int]) -> List[Tensor]:
    # d [B, h, T, D] and attend's q, k, v and results -> the gradients of q, k and v.
    q, k, v, out, lse = saved[0], saved[1], saved[2], saved[3], saved[4]
    if len(documents) == 0:
        gradients = self.flash_backward(d, q, k, v, out, lse)
        return [gradients[0].to(q.dtype), gradients[1].to(q.dtype), gradients[2].to(q.dtype)]
    whole = torch.zeros([3, q.size(0), q.size(2), q.size(1), q.size(3)]).to(q.dtype).transpose(2, 3)
    for i in range(0, len(documents), 3):
        row, begin, size = documents[i], documents[i + 1], documents[i + 2]
        part: List[Tensor] = []
        for x in [d, q, k, v, out, lse]:
            part.append(self.document(x, row, begin, size))
        gradients = self.flash_backward(part[0], part[1], part[2], part[3], part[4], part[5])
        for j in range(3):
            self.document(whole[j], row, begin, size).copy_(gradients[j])
    return [whole[0], whole[1], whole[2]]


def document(self, x: Tensor, row: int, begin: int, size: int) -> Tensor:
    # x [B, h, T, ..] -> the document's part [1, h, size, ..].
    return x.narrow(0, row, 1).narrow(2, begin, size)


def attention(self, qkv: Tensor, batch: List[Tensor], documents: List[int], heads: int, kv_heads: int) -> List[Tensor]:
    # qkv [B, T, h + 2k, D] -> rotated q, k, v [B, h, T, D], attended [B, h, T, D], log-sum-exp.
    turned = self.rotate(qkv.narrow(2, 0, heads + kv_heads), batch[0], batch[1], 1.0)
    q = turned.narrow(2, 0, heads).transpose(1, 2)
    k = self.expand_heads(turned.narrow(2, heads, kv_heads), heads)
    v = self.expand_heads(qkv.narrow(2, heads + kv_heads, kv_heads), heads)
    out, lse = self.attend(q, k, v, documents)
    return [q, k, v, out, lse]


def attention_backward(self, d: Tensor, saved: List[Tensor], batch: List[Tensor], documents: List[int], kv_heads: int) -> Tensor:
    # d [B, h, T, D] -> gradient of qkv [B, T, h + 2k, D].
    dq, dk, dv = self.attend_backward(d, saved, documents)
    dq = self.rotate(dq.transpose(1, 2), batch[0], batch[1], -1.0)
    dk = self.rotate(self.contract_heads(dk, kv_heads), batch[0], batch[1], -1.0)
    return torch.cat([dq, dk, self.contract_heads(dv, kv_heads)], 2)


def layer_forward(self, x: Tensor, w: List[Tensor], batch: List[Tensor], documents: List[int], heads: int, kv_heads: int, eps: float) -> Tuple[Tensor, List[Tensor]]:
    # x [B, T, H] -> the layer's output [B, T, H] and what layer_backward needs.
    b, t = x.size(0), x.size(1)
    x = x.flatten(0, 1)
    n1, scale1 = self.rms_norm(x, w[0], eps, w[1])
    if w[2].numel() > 0:
        qkv = torch.addmm(w[2].to(n1.dtype), n1, w[1].t())
    else:
        qkv = torch.mm(n1, w[1].t())
    attended = self.attention(qkv.view(b, t, heads + 2 * kv_heads, -1), batch, documents, heads, kv_heads)
    flat = attended[3].transpose(1, 2).reshape(b * t, -1)
    y = self.plus_product(x, flat, w[3].t())
    n2, scale2 = self.rms_norm(y, w[4], eps, w[5])
    gate_up = torch.mm(n2, w[5].t())
    gate, up = gate_up.chunk(2, -1)
    active = torch.silu(gate).mul_(up)
    out = self.plus_product(y, active, w[6].t())
    return out.view(b, t, -1), attended + [x, scale1, n1, y, scale2, n2, gate_up, active]


def layer_backward(self, d: Tensor, saved: List[Tensor], w: List[Tensor], g: List[Tensor], batch: List[Tensor], documents: List[int], heads: int, kv_heads: int) -> int:
    # d [B, T, H], the gradient of the layer's output, becomes in place that of its input; g grows.
    b, t = d.size(0), d.size(1)
    x, scale1, n1, y = saved[5], saved[6], saved[7], saved[8]
    scale2, n2, gate_up, active = saved[9], saved[10], saved[11], saved[12]
    d = d.view(b * t, -1)
    dc = d.to(w[6].dtype)
    self.add_product(g[6], dc.t(), active, 1.0)
    d_active = torch.mm(dc, w[6])
    gate, up = gate_up.chunk(2, -1)
    d_gate_up = torch.empty_like(gate_up)
    d_gate, d_up = d_gate_up.chunk(2, -1)
    torch.mul(d_active, torch.silu(gate), out=d_up)
    torch.silu_backward(d_active.mul_(up), gate, grad_input=d_gate)
    self.add_product(g[5], d_gate_up.t(), n2, 1.0)
    self.rms_norm_backward(torch.mm(d_gate_up, w[5]), y, scale2, w[4], g[4], d)
    dc = d.to(w[3].dtype)
    flat = saved[3].transpose(1, 2).reshape(b * t, -1)
    self.add_product(g[3], dc.t(), flat, 1.0)
    d_attended = torch.mm(dc, w[3]).view(b, t, heads, -1).transpose(1, 2)
    d_qkv = self.attention_backward(d_attended, saved, batch, documents, kv_heads).view(b * t, -1)
    if w[2].numel() > 0:
        g[2].add_(d_qkv.sum([0], dtype=torch.float32))
    self.add_product(g[1], d_qkv.t(), n1, 1.0)
    self.rms_norm_backward(torch.mm(d_qkv, w[1]), x, scale1, w[0], g[0], d)
    return 0


def restore_left(self, output: Tensor, x: Tensor, exits: Tensor, layer: int) -> int:
    # Gives positions that left after no more than `layer` layers what went into this one. exits [B, T].
    output.copy_(torch.where((exits <= layer).unsqueeze(-1), x, output))
    return 0


def take_left(self, d: Tensor, exits: Tensor, layer: int) -> Tensor:
    # Takes out of d, and returns, the gradients of positions that left before this layer.
    left = (exits <= layer).unsqueeze(-1)
    past = d.masked_fill(left.logical_not(), 0.0)
    d.masked_fill_(left, 0.0)
    return past


def embed(self, tokens: Tensor, table: Tensor) -> Tensor:
    # tokens [B, T] int64, table [V, H] fp32 -> [B, T, H].
    return torch.embedding(table, tokens)


def embed_backward(self, d: Tensor, tokens: Tensor, g: Tensor) -> int:
    # Adds each position's gradient to its token's row of g [V, H].
    g.index_add_(0, tokens.flatten(), d.view(-1, d.size(-1)))
    return 0


def head_logits(self, h: Tensor, norm: Tensor, w: List[Tensor], eps: float) -> Tensor:
    # h [M, H], norm [H], w[0] [V, H] -> fp32 logits [M, V].
    n, rms = self.rms_norm(h, norm, eps, w[0])
    return torch.mm(n, w[0].t()).to(torch.float32)


def head_losses(self, h: Tensor, norm: Tensor, w: List[Tensor], rows: Tensor, targets: Tensor, eps: float, chunk: int) -> Tensor:
    # The cross-entropy of h's chosen rows: h [N, H]; rows, targets [M] int64 -> fp32 [M].
    losses: List[Tensor] = []
    for start in range(0, rows.size(0), chunk):
        size = min(chunk, rows.size(0) - start)
        logits = self.head_logits(h.index_select(0, rows.narrow(0, start, size)), norm, w, eps)
        losses.append(torch.cross_entropy_loss(logits, targets.narrow(0, start, size), None, 0))
    return torch.cat(losses)


def head_scores(self, h: Tensor, norm: Tensor, w: List[Tensor], rows: Tensor, targets: Tensor, eps: float, chunk: int) -> Tensor:
    # The same rows' log-probabilities of their targets, and 1 where the target is the most probable, else 0: fp32 [2, M].
    scores = torch.empty([2, rows.size(0)])
    for start in range(0, rows.size(0), chunk):
        size = min(chunk, rows.size(0) - start)
        ids = targets.narrow(0, start, size)
        logits = self.head_logits(h.index_select(0, rows.narrow(0, start, size)), norm, w, eps)
        part = scores.narrow(1, start, size)
        part[0].copy_(torch.cross_entropy_loss(logits, ids, None, 0)).neg_()
        part[1].copy_(torch.argmax(logits, 1).eq(ids))
    return scores


def head_learn(self, h: Tensor, norm: Tensor, ws: List[Tensor], rows: Tensor, targets: Tensor, scale: float, z: float, eps: float, chunk: int, dh: Tensor, g_norm: Tensor, g: Tensor) -> Tensor:
    # The same cross-entropies, fp32 [M]; adds scale * gradient to dh [N, H], g_norm [H] and g [V, H]; g is empty where the
    # matrix is frozen. The gradient is that of each cross-entropy plus z * (log sum exp logits)^2. At most `chunk` rows'
    # logits exist at a time.
    w = ws[0]
    x = h.index_select(0, rows)
    n, rms = self.rms_norm(x, norm, eps, w)
    dn = torch.empty_like(n)
    logits = torch.empty([min(chunk, rows.size(0)), w.size(0)], dtype=w.dtype)
    losses: List[Tensor] = []
    pull = x
    for start in range(0, rows.size(0), chunk):
        size = min(chunk, rows.size(0) - start)
        part = n.narrow(0, start, size)
        target = torch.arange(size).mul_(w.size(0)).add_(targets.narrow(0, start, size))
        p = logits.narrow(0, 0, size)
        torch.mm(part, w.t(), out=p)
        if z != 0.0:
            # 1 + 2 z lse is so near 1 that bf16 would round it away.
            p = p.to(torch.float32)
            pull = torch.logsumexp(p, [1], True).mul_(2.0 * z)
        torch.softmax(p, -1, out=p)
        # -log p: exact to the type's rounding, which in bf16 is 0.002 a target and far less in the mean.
        losses.append(p.take(target).to(torch.float32).clamp_min_(1e-37).log_().neg_())
        if z != 0.0:
            p.addcmul_(p, pull)
        # p - 1 at the target. ATen's scatter_ and scatter_add_ would copy all of a bf16 p to fp32 and back.
        p.put_(target, p.take(target).sub_(1.0))
        p = p.to(w.dtype)
        torch.mm(p, w, out=dn.narrow(0, start, size))
        if g.numel() > 0:
            self.add_product(g, p.t(), part, scale)
    dx = torch.zeros_like(x)
    self.rms_norm_backward(dn.to(torch.float32).mul_(scale), x, rms, norm, g_norm, dx)
    dh.index_add_(0, rows, dx)
    return torch.cat(losses)


def clear(self, x: Tensor) -> int:
    x.zero_()
    return 0


def gradient_norm(self, g: Tensor) -> Tensor:
    return torch.linalg_vector_norm(g)


def adamw(self, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], update: int, rate: float, beta1: float, beta2: float, eps: float, decay: float, divisor: Tensor) -> int:
    # One update of fp32 weights from gradients, which are divided by `divisor` first, and both moments.
    # `update` counts from 1. The lists are parameters because the compiler drops an update of lists made here.
    counts: List[Tensor] = []
    for i in range(len(w)):
        counts.append(torch.full([], float(update)))
    none: List[Tensor] = []
    torch._fused_adamw_(w, g, m, v, none, counts, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=divisor)
    return 0


def outer_step(self, w: Tensor, anchor: Tensor, momentum: Tensor, ranks: int, rate: float, mu: float) -> int:
    # w, the sum of what the ranks made of `anchor`, becomes anchor - rate * (delta + mu * momentum), with
    # delta = anchor - w / ranks and momentum = mu * momentum + delta: SGD with Nesterov momentum as PyTorch has it.
    delta = torch.sub(anchor, w.div_(ranks))
    momentum.mul_(mu).add_(delta)
    w.copy_(anchor).sub_(delta.add_(momentum, alpha=mu), alpha=rate)
    return 0
