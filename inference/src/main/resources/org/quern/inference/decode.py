# Decoding kernels: some new positions of some rows, against a cache of keys and values.
#
# Shapes: B rows, T new positions in each, N = B * T, S cached positions to look at, C positions that a row has room for,
# H hidden, V vocabulary, h query heads, k key-value heads, G = h / k, D head.
# A layer's cache is [rows * C, 2k, D]: rotated keys, then values.
# A step's tensors: 0 cos and 1 sin, [N, 1, D]; 2 slots [N], where each position lives in a cache; 3 mask [B, 1, G * T, S],
# or [B, 1, 1, S] where T is 1.
# Weights are those of decoder.py, seven a layer, layer after layer. The residual stream is fp32.


def decode_weights(self, weights: List[Tensor], bf16: bool, own: bool) -> List[Tensor]:
    # Matrices, and the third of every seven (a bias), in the compute type; norm weights stay fp32. With `own` nothing shares
    # memory with the arguments.
    cast: List[Tensor] = []
    for i in range(len(weights)):
        weight = weights[i]
        if bf16 and (weight.dim() > 1 or i % 7 == 2):
            cast.append(weight.to(torch.bfloat16))
        elif own:
            cast.append(weight.clone())
        else:
            cast.append(weight)
    return cast


def rotary_tables(self, base: float, head_dim: int, positions: int, bf16: bool) -> List[Tensor]:
    # cos and sin [C, D], laid out so that x * cos + roll(x, D / 2) * sin turns x.
    frequencies = torch.pow(base, torch.arange(0, head_dim, 2).to(torch.float32) / (-head_dim))
    angles = torch.arange(positions).to(torch.float32).unsqueeze(1) * frequencies
    cos, sin = torch.cos(angles), torch.sin(angles)
    cos, sin = torch.cat([cos, cos], -1), torch.cat([torch.neg(sin), sin], -1)
    if bf16:
        cos, sin = cos.to(torch.bfloat16), sin.to(torch.bfloat16)
    return [cos, sin]


def new_caches(self, layers: int, slots: int, kv_heads: int, head_dim: int, tables: List[Tensor]) -> List[Tensor]:
    # Zeros, not garbage: a masked NaN would still be a NaN.
    caches: List[Tensor] = []
    for layer in range(layers):
        caches.append(torch.zeros([slots, 2 * kv_heads, head_dim]).to(tables[0].dtype))
    return caches


def move_row(self, caches: List[Tensor], source: int, target: int, capacity: int, length: int) -> int:
    for layer in range(len(caches)):
        cache = caches[layer]
        cache.narrow(0, target * capacity, length).copy_(cache.narrow(0, source * capacity, length))
    return 0


def step_tensors(self, tables: List[Tensor], lengths: Tensor, width: int, first_row: int, capacity: int, seen: int, groups: int) -> List[Tensor]:
    # lengths [B]: the positions that a row's cache holds already.
    positions = lengths.unsqueeze(1) + torch.arange(width)
    flat = positions.flatten()
    rows = (torch.arange(lengths.size(0)) + first_row) * capacity
    slots = (rows.unsqueeze(1) + positions).flatten()
    later = torch.arange(seen) > positions.unsqueeze(2)
    mask = torch.zeros(later.size()).to(tables[0].dtype).masked_fill_(later, float("-inf")).unsqueeze(1)
    if width > 1 and groups > 1:
        mask = mask.repeat([1, 1, groups, 1])
    cos = tables[0].index_select(0, flat).unsqueeze(1)
    sin = tables[1].index_select(0, flat).unsqueeze(1)
    return [cos, sin, slots, mask]


def turn(self, x: Tensor, step: List[Tensor]) -> Tensor:
    # x [N, heads, D], turned by its positions' angles.
    return torch.mul(x, step[0]).addcmul_(torch.roll(x, [x.size(-1) // 2], [-1]), step[1])


def times(self, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    if bias.numel() > 0:
        return torch.addmm(bias, x, w.t())
    return torch.mm(x, w.t())


def attend_cache(self, q: Tensor, cache: Tensor, step: List[Tensor], first_row: int, capacity: int, kv_heads: int) -> Tensor:
    # q [N, h, D] -> [N, h * D]. A key-value head's G query heads go as G * T queries of one head: no key is copied.
    mask = step[3]
    rows, seen = mask.size(0), mask.size(3)
    width, groups = q.size(0) // rows, q.size(1) // kv_heads
    queries = q.view(rows, width, kv_heads, groups, -1).permute(0, 2, 3, 1, 4).reshape(rows, kv_heads, groups * width, -1)
    known = cache.view(-1, capacity, 2 * kv_heads, cache.size(2)).narrow(0, first_row, rows).narrow(1, 0, seen).transpose(1, 2)
    out, lse = torch._scaled_dot_product_flash_attention_for_cpu(queries, known.narrow(1, 0, kv_heads), known.narrow(1, kv_heads, kv_heads), 0.0, False, attn_mask=mask)
    return out.view(rows, kv_heads, groups, width, -1).permute(0, 3, 1, 2, 4).reshape(rows * width, -1)


def decode_layer(self, x: Tensor, w: List[Tensor], at: int, cache: Tensor, step: List[Tensor], first_row: int, capacity: int, heads: int, kv_heads: int, eps: float) -> Tensor:
    # x [N, H] -> [N, H]; the cache learns the new positions.
    n, scale = self.rms_norm(x, w[at], eps, w[at + 1])
    qkv = self.times(n, w[at + 1], w[at + 2]).view(x.size(0), heads + 2 * kv_heads, -1)
    turned = qkv.narrow(1, 0, heads + kv_heads)
    turned.copy_(self.turn(turned, step))
    cache.index_copy_(0, step[2], qkv.narrow(1, heads, 2 * kv_heads))
    attended = self.attend_cache(qkv.narrow(1, 0, heads), cache, step, first_row, capacity, kv_heads)
    y = x + torch.mm(attended, w[at + 3].t())
    n2, scale2 = self.rms_norm(y, w[at + 4], eps, w[at + 5])
    gate, up = torch.mm(n2, w[at + 5].t()).chunk(2, -1)
    return y + torch.mm(torch.silu(gate).mul_(up), w[at + 6].t())


def decode_layers(self, x: Tensor, w: List[Tensor], at: int, caches: List[Tensor], step: List[Tensor], first: int, last: int, first_row: int, capacity: int, heads: int, kv_heads: int, eps: float) -> Tensor:
    # Layers first..last - 1; w begins with the weights of layer `at`.
    for layer in range(first, last):
        x = self.decode_layer(x, w, 7 * (layer - at), caches[layer], step, first_row, capacity, heads, kv_heads, eps)
    return x


def fill_layers(self, x: Tensor, w: List[Tensor], at: int, caches: List[Tensor], step: List[Tensor], first: int, last: int, heads: int, kv_heads: int, eps: float) -> int:
    # What layers first..last - 1 would cache if each got x: norm, key and value products, rotation. No attention, no MLP.
    for layer in range(first, last):
        i = 7 * (layer - at)
        cache = caches[layer]
        size = cache.size(2)
        n, scale = self.rms_norm(x, w[i], eps, w[i + 1])
        bias = w[i + 2]
        if bias.numel() > 0:
            bias = bias.narrow(0, heads * size, 2 * kv_heads * size)
        kv = self.times(n, w[i + 1].narrow(0, heads * size, 2 * kv_heads * size), bias).view(x.size(0), 2 * kv_heads, size)
        keys = kv.narrow(1, 0, kv_heads)
        keys.copy_(self.turn(keys, step))
        cache.index_copy_(0, step[2], kv)
    return 0


def draft_input(self, h: Tensor, next: Tensor, embedding: List[Tensor], w: List[Tensor], eps: float) -> Tensor:
    # MiMo's MTP input. h [N, H], before the final norm; next [N], the tokens that follow. w: 0 hidden norm, 1 token norm, 2 projection.
    left, scale = self.rms_norm(h, w[0], eps, w[2])
    right, scale2 = self.rms_norm(torch.embedding(embedding[0], next), w[1], eps, w[2])
    return torch.mm(torch.cat([left, right], -1), w[2].t()).to(torch.float32)


def embed_tokens(self, tokens: Tensor, embedding: List[Tensor]) -> Tensor:
    # tokens [N] -> [N, H]
    return torch.embedding(embedding[0], tokens)


def logits(self, h: Tensor, norm: List[Tensor], head: List[Tensor], eps: float) -> Tensor:
    # h [N, H] -> fp32 [N, V]
    n, scale = self.rms_norm(h, norm[0], eps, head[0])
    return torch.mm(n, head[0].t()).to(torch.float32)


def best_tokens(self, logits: Tensor) -> Tensor:
    return torch.argmax(logits, -1)


def top_probability(self, logits: Tensor) -> Tensor:
    # [N, V] -> [N]
    return torch.exp(torch.amax(logits, [-1]) - torch.logsumexp(logits, [-1]))


def margin(self, logits: Tensor) -> Tensor:
    # The most probable token's probability less the next one's. [N, V] -> [N]
    best, unused = torch.topk(logits, 2)
    p = torch.exp(best - torch.logsumexp(logits, [-1], True))
    return p.select(1, 0) - p.select(1, 1)


def choose_rows(self, x: Tensor, rows: Tensor) -> Tensor:
    return x.index_select(0, rows)


def blank_rows(self, rows: int, width: int) -> Tensor:
    return torch.zeros([rows, width])


def place_rows(self, target: Tensor, at: Tensor, x: Tensor, rows: Tensor) -> int:
    # target[at] = x[rows]
    target.index_copy_(0, at, x.index_select(0, rows))
    return 0
