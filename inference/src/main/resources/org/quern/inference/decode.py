# Decoding kernels: new positions of several sequences, against a paged cache of keys and values.
#
# Shapes: N new positions in all, B sequences, T the most new positions of one, M pages of a sequence's table, S = 16 M cached
# positions to look at, H hidden, V vocabulary, h query heads, k key-value heads, G = h / k, D head, P pages of the cache.
# The cache is one tensor [layers * P, 16, 2k, D]: rotated keys, then values; layer l's pages begin at l * P.
# Positions come in groups of sequences that attend together: those with few new positions apart from those with many, whose
# rectangle would be mostly empty. A group is five tensors: 0 positions [N]; 1 slots [N], where each lives in a layer's pages;
# 2 tables [B, M], each sequence's pages; where sequences have different numbers of new positions, 3 the position for each place
# of a [B, T] rectangle and 4 the place of each position, else both are empty.
# A step's tensors: 0 cos and 1 sin, [N, 1, D]; 2 slots [N]; then five for each group: 0 positions, 1 tables [B * M], 2 mask
# [B, 1, G * T, S], 3 and 4 as above.
# A matrix is three tensors: its numbers, its bias or an empty one, and its rows' scales where the numbers are int8, else an empty
# one. fp32 and bf16 are laid out by oneDNN: a product's bits then depend on neither the number of rows nor their order, and it
# is faster. A layer is four matrices: 0 qkv, 3 o, 6 gate and up, 9 down; norm weights are folded into qkv and into gate and up.
# Kinds of numbers: 0 fp32, 1 bf16, 2 int8 with activations in bf16.
# The residual stream is fp32.


def linear(self, x: Tensor, w: List[Tensor], at: int) -> Tensor:
    # The matrix that begins at w[at].
    if w[at + 2].numel() > 0:
        lacking = w[at].size(1) - x.size(1)
        if lacking > 0:
            x = torch.constant_pad_nd(x, [0, lacking])
        product = torch._weight_int8pack_mm(x, w[at], w[at + 2])
        if w[at + 1].numel() > 0:
            product = product.add_(w[at + 1])
        return product
    if w[at + 1].numel() > 0:
        return ops.mkldnn._linear_pointwise(x, w[at], w[at + 1], "none", annotate(List[Optional[number]], []), "")
    return ops.mkldnn._linear_pointwise(x, w[at], None, "none", annotate(List[Optional[number]], []), "")


def matrix(self, w: Tensor, bias: Tensor, kind: int) -> List[Tensor]:
    if kind == 2:
        scale = torch.amax(torch.abs(w), [1]).clamp_min_(1e-12).div_(127.0).to(torch.bfloat16)
        numbers = torch.round(w / scale.to(torch.float32).unsqueeze(1)).clamp_(-127.0, 127.0).to(torch.int8)
        # The product reads 16 columns at a time, past the end where there are fewer.
        numbers = torch.constant_pad_nd(numbers, [0, -w.size(1) % 16])
        return [numbers, bias.to(torch.bfloat16), scale]
    none = torch.zeros([0])
    if kind == 1:
        return [ops.mkldnn._reorder_linear_weight(w.to(torch.bfloat16), 16), bias.to(torch.bfloat16), none]
    return [ops.mkldnn._reorder_linear_weight(w, 16), bias.clone(), none]


def plain_matrix(self, w: Tensor, kind: int) -> List[Tensor]:
    return self.matrix(w, torch.zeros([0]), kind)


def copies(self, weights: List[Tensor]) -> List[Tensor]:
    kept: List[Tensor] = []
    for weight in weights:
        kept.append(weight.clone())
    return kept


def not_finite(self, w: Tensor) -> Tensor:
    # How many numbers are infinite or none.
    return torch.sum(torch.logical_not(torch.isfinite(w)))


def layer_weights(self, w: List[Tensor], kind: int) -> List[Tensor]:
    # w: seven a layer, as decoder.py has them.
    none = torch.zeros([0])
    laid: List[Tensor] = []
    for i in range(len(w) // 7):
        at = 7 * i
        laid.extend(self.matrix(w[at + 1] * w[at], w[at + 2], kind))
        laid.extend(self.matrix(w[at + 3], none, kind))
        laid.extend(self.matrix(w[at + 5] * w[at + 4], none, kind))
        laid.extend(self.matrix(w[at + 6], none, kind))
    return laid


def fill_weights(self, w: List[Tensor], first: int, kv_rows: int, kind: int) -> List[Tensor]:
    # One matrix for the keys and values of layers first.. and up.
    rows: List[Tensor] = []
    biases: List[Tensor] = []
    for i in range(first, len(w) // 7):
        qkv = w[7 * i + 1]
        queries = qkv.size(0) - kv_rows
        rows.append(qkv.narrow(0, queries, kv_rows) * w[7 * i])
        bias = w[7 * i + 2]
        if bias.numel() > 0:
            bias = bias.narrow(0, queries, kv_rows)
        biases.append(bias)
    return self.matrix(torch.cat(rows), torch.cat(biases), kind)


def rotary_tables(self, base: float, head_dim: int, positions: int, bf16: bool) -> List[Tensor]:
    # cos and sin [positions, D], laid out so that x * cos + roll(x, D / 2) * sin turns x.
    frequencies = torch.pow(base, torch.arange(0, head_dim, 2).to(torch.float32) / (-head_dim))
    angles = torch.arange(positions).to(torch.float32).unsqueeze(1) * frequencies
    cos, sin = torch.cos(angles), torch.sin(angles)
    cos, sin = torch.cat([cos, cos], -1), torch.cat([torch.neg(sin), sin], -1)
    if bf16:
        cos, sin = cos.to(torch.bfloat16), sin.to(torch.bfloat16)
    return [cos, sin]


def new_cache(self, pages: int, page: int, kv_heads: int, head_dim: int, tables: List[Tensor]) -> Tensor:
    # Zeros, not garbage: a masked NaN would still be a NaN.
    return torch.zeros([pages, page, 2 * kv_heads, head_dim], dtype=tables[0].dtype)


def step_tensors(self, rotary: List[Tensor], groups: List[Tensor], page: int, queries: int) -> List[Tensor]:
    positions, slots = groups[0], groups[1]
    if len(groups) > 5:
        positions, slots = torch.cat([groups[0], groups[5]]), torch.cat([groups[1], groups[6]])
    cos = rotary[0].index_select(0, positions).unsqueeze(1)
    sin = rotary[1].index_select(0, positions).unsqueeze(1)
    step = [cos, sin, slots]
    for at in range(0, len(groups), 5):
        tables, rectangle = groups[at + 2], groups[at + 3]
        mask = self.causal_mask(groups[at], tables, rectangle, page, queries, rotary[0])
        step.extend([groups[at], tables.flatten(), mask, rectangle, groups[at + 4]])
    return step


def step_at(self, step: List[Tensor], width: int, n: int) -> List[Tensor]:
    # Of one group with `width` new positions a sequence, each one's n-th alone.
    if width == 1:
        return step
    rows, mask = step[5].size(0), step[5].narrow(2, n, 1)
    cos, sin = step[0].view(rows, width, 1, -1).select(1, n), step[1].view(rows, width, 1, -1).select(1, n)
    slots, positions = step[2].view(rows, width).select(1, n), step[3].view(rows, width).select(1, n)
    return [cos, sin, slots, positions, step[4], mask, step[6], step[7]]


def causal_mask(self, positions: Tensor, tables: Tensor, rectangle: Tensor, page: int, queries: int, like: Tensor) -> Tensor:
    placed = positions
    if rectangle.numel() > 0:
        placed = positions.index_select(0, rectangle)
    placed = placed.view(tables.size(0), 1, -1, 1)
    later = torch.arange(tables.size(1) * page) > placed
    mask = torch.zeros(later.size(), dtype=like.dtype).masked_fill_(later, float("-inf"))
    if placed.size(2) > 1 and queries > 1:
        mask = mask.repeat([1, 1, queries, 1])
    return mask


def turn(self, x: Tensor, cos: Tensor, sin: Tensor) -> int:
    # Turns x [..., heads, D] by its positions' angles. Not with addcmul, which bf16 has in scalar code only.
    turned = torch.roll(x, [x.size(-1) // 2], [-1]).mul_(sin)
    x.mul_(cos).add_(turned)
    return 0


def normalized(self, x: Tensor, eps: float, like: Tensor) -> Tensor:
    # x [N, H] / rms(x), in the type of `like`.
    norm = torch.linalg_vector_norm(x, 2, [-1], True)
    scale = torch.rsqrt_(torch.full_like(norm, eps).addcmul_(norm, norm, value=1.0 / x.size(-1)))
    return torch.mul(x, scale).to(like.dtype)


def attend_cache(self, q: Tensor, pages: Tensor, step: List[Tensor], kv_heads: int) -> Tensor:
    # q [N, h, D] -> [N, h * D], group by group.
    if len(step) == 8:
        return self.attend_group(q, pages, step, 3, kv_heads)
    attended: List[Tensor] = []
    row = 0
    for at in range(3, len(step), 5):
        rows = step[at].size(0)
        attended.append(self.attend_group(q.narrow(0, row, rows), pages, step, at, kv_heads))
        row += rows
    return torch.cat(attended)


def attend_group(self, q: Tensor, pages: Tensor, step: List[Tensor], at: int, kv_heads: int) -> Tensor:
    # A key-value head's G query heads go as G * T queries of one head: no key is copied for them.
    mask, rectangle, places = step[at + 2], step[at + 3], step[at + 4]
    rows, seen = mask.size(0), mask.size(3)
    if rectangle.numel() > 0:
        q = q.index_select(0, rectangle)
    width, groups = q.size(0) // rows, q.size(1) // kv_heads
    if width == 1:
        queries = q.view(rows, kv_heads, groups, -1)
    else:
        queries = q.view(rows, width, kv_heads, groups, -1).permute(0, 2, 3, 1, 4).reshape(rows, kv_heads, groups * width, -1)
    known = pages.index_select(0, step[at + 1]).view(rows, seen, 2 * kv_heads, -1).transpose(1, 2)
    needed, least = queries.size(2), 4
    if queries.dtype == torch.float32:
        least = max(4, queries.size(3) // 16)
    if needed < least:
        # Products with fewer queries are summed in another order: a row's bits would depend on how many there are.
        queries = torch.constant_pad_nd(queries, [0, 0, 0, least - needed])
        if mask.size(2) > 1:
            mask = torch.constant_pad_nd(mask, [0, 0, 0, least - needed])
    out, lse = torch._scaled_dot_product_flash_attention_for_cpu(queries, known.narrow(1, 0, kv_heads), known.narrow(1, kv_heads, kv_heads), 0.0, False, attn_mask=mask)
    out = out.narrow(2, 0, needed)
    if width == 1:
        return out.reshape(rows, -1)
    attended = out.view(rows, kv_heads, groups, width, -1).permute(0, 3, 1, 2, 4).reshape(rows * width, -1)
    if places.numel() > 0:
        attended = attended.index_select(0, places)
    return attended


def decode_layer(self, x: Tensor, w: List[Tensor], at: int, pages: Tensor, step: List[Tensor], heads: int, kv_heads: int, eps: float) -> Tensor:
    # x [N, H] -> [N, H]; the layer's pages learn the new positions.
    cos, sin = step[0], step[1]
    qkv = self.linear(self.normalized(x, eps, cos), w, at).view(x.size(0), heads + 2 * kv_heads, -1)
    self.turn(qkv.narrow(1, 0, heads + kv_heads), cos, sin)
    pages.view(-1, 2 * kv_heads, pages.size(3)).index_copy_(0, step[2], qkv.narrow(1, heads, 2 * kv_heads))
    attended = self.attend_cache(qkv.narrow(1, 0, heads), pages, step, kv_heads)
    y = x + self.linear(attended, w, at + 3)
    gate, up = self.linear(self.normalized(y, eps, cos), w, at + 6).chunk(2, -1)
    return y.add_(self.linear(torch.silu(gate).mul_(up), w, at + 9))


def decode_layers(self, x: Tensor, w: List[Tensor], cache: Tensor, step: List[Tensor], first: int, last: int, pages: int, heads: int, kv_heads: int, eps: float) -> Tensor:
    # Layers first..last - 1.
    for layer in range(first, last):
        x = self.decode_layer(x, w, 12 * layer, cache.narrow(0, layer * pages, pages), step, heads, kv_heads, eps)
    return x


def fill_layers(self, x: Tensor, w: List[Tensor], cache: Tensor, cos: Tensor, sin: Tensor, slots: Tensor, first: int, pages: int, kv_heads: int, eps: float) -> int:
    # What layers `first` and up would cache if each got x [N, H]: norm, key and value products, rotation. No attention, no MLP.
    kv = self.linear(self.normalized(x, eps, cos), w, 0).view(x.size(0), -1, 2 * kv_heads, cache.size(3))
    self.turn(kv.narrow(2, 0, kv_heads), cos.unsqueeze(1), sin.unsqueeze(1))
    offsets = (torch.arange(kv.size(1)) + first) * (pages * cache.size(1))
    everywhere = (slots.unsqueeze(1) + offsets).flatten()
    cache.view(-1, 2 * kv_heads, cache.size(3)).index_copy_(0, everywhere, kv.flatten(0, 1))
    return 0


def fill_positions(self, x: Tensor, w: List[Tensor], cache: Tensor, rotary: List[Tensor], positions: Tensor, slots: Tensor, first: int, pages: int, kv_heads: int, eps: float) -> int:
    cos = rotary[0].index_select(0, positions).unsqueeze(1)
    sin = rotary[1].index_select(0, positions).unsqueeze(1)
    return self.fill_layers(x, w, cache, cos, sin, slots, first, pages, kv_heads, eps)


def draft_weights(self, w: List[Tensor], head: List[Tensor], embedding: List[Tensor], kind: int) -> List[Tensor]:
    # w: as mtp.py has the input, seven for the layer, the norm before the head. An MTP layer is 0 its input's matrix, the norms
    # folded into it; 3 the layer; 15 the norm; 16 the trunk's head; 19 its embedding.
    laid = self.matrix(w[2] * torch.cat([w[0], w[1]]), torch.zeros([0]), kind)
    laid.extend(self.layer_weights(w[3:10], kind))
    laid.append(w[10].clone())
    return laid + head + embedding


def draft_input(self, h: Tensor, next: Tensor, w: List[Tensor], rotary: List[Tensor], eps: float) -> Tensor:
    # MiMo's MTP input. h [N, H], before the final norm; next [N], the tokens that follow.
    token = torch.embedding(w[19], next)
    both = torch.cat([self.normalized(h, eps, rotary[0]), self.normalized(token, eps, rotary[0])], -1)
    return self.linear(both, w, 0).to(torch.float32)


def draft_layer(self, h: Tensor, next: Tensor, w: List[Tensor], rotary: List[Tensor], cache: Tensor, step: List[Tensor], layer: int, pages: int, heads: int, kv_heads: int, eps: float) -> Tensor:
    # An MTP layer from its input on; its cache is that of `layer`.
    x = self.draft_input(h, next, w, rotary, eps)
    return self.decode_layer(x, w, 3, cache.narrow(0, layer * pages, pages), step, heads, kv_heads, eps)


def fill_draft(self, h: Tensor, next: Tensor, w: List[Tensor], fill: List[Tensor], cache: Tensor, rotary: List[Tensor], positions: Tensor, slots: Tensor, layer: int, pages: int, kv_heads: int, eps: float) -> int:
    # Gives an MTP layer's cache what draft_layer would.
    x = self.draft_input(h, next, w, rotary, eps)
    return self.fill_positions(x, fill, cache, rotary, positions, slots, layer, pages, kv_heads, eps)


def draft_logits(self, h: Tensor, w: List[Tensor], rotary: List[Tensor], eps: float) -> Tensor:
    return self.logits(h, w[15:16], w[16:19], rotary, eps)


def draft_chain(self, h: Tensor, next: Tensor, w: List[Tensor], rotary: List[Tensor], cache: Tensor, step: List[Tensor], layer: int, pages: int, heads: int, kv_heads: int, eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    # An MTP layer that goes on from its own output and its own most probable token. h [B, H]; a step of the same number of
    # positions for each sequence. -> h and logits [B, V] behind the last link, and what each link says, [links, B].
    links = step[3].size(0) // step[5].size(0)
    said: List[Tensor] = []
    logits = h
    for link in range(links):
        h = self.draft_layer(h, next, w, rotary, cache, self.step_at(step, links, link), layer, pages, heads, kv_heads, eps)
        logits = self.draft_logits(h, w, rotary, eps)
        next = self.best_tokens(logits)
        said.append(next)
    return h, logits, torch.stack(said)


def embed_tokens(self, tokens: Tensor, embedding: List[Tensor]) -> Tensor:
    # tokens [N] -> [N, H]
    return torch.embedding(embedding[0], tokens)


def logits(self, h: Tensor, norm: List[Tensor], head: List[Tensor], rotary: List[Tensor], eps: float) -> Tensor:
    # h [N, H] -> fp32 [N, V]
    n = self.normalized(h, eps, h).mul_(norm[0]).to(rotary[0].dtype)
    return self.linear(n, head, 0).to(torch.float32)


def best_tokens(self, logits: Tensor) -> Tensor:
    # Not argmax, which takes four times as long.
    most, ids = torch.max(logits, -1)
    return ids


def top_probability(self, logits: Tensor) -> Tensor:
    # [N, V] -> [N]. Not logsumexp, which takes three times as long.
    return torch.exp_(torch.amax(torch.log_softmax(logits, -1), [-1]))


def margin(self, logits: Tensor) -> Tensor:
    # The most probable token's probability less the next one's. [N, V] -> [N]
    best, unused = torch.topk(torch.log_softmax(logits, -1), 2)
    p = torch.exp_(best)
    return p.select(1, 0) - p.select(1, 1)


def similarity(self, x: Tensor, before: Tensor) -> Tensor:
    # The cosine between a layer's output and its input, [N, H] -> [N].
    dot = torch.sum(x * before, [-1])
    return dot / (torch.linalg_vector_norm(x, 2, [-1]) * torch.linalg_vector_norm(before, 2, [-1]))


def classify(self, x: Tensor, w: List[Tensor], eps: float) -> Tensor:
    # An exit's classifier, w [H + 1], its bias last: [N, H] -> [N].
    width = x.size(1)
    scores = torch.sum(self.normalized(x, eps, x) * w[0].narrow(0, 0, width), [-1])
    return torch.sigmoid(scores + w[0].narrow(0, width, 1))


def choose_rows(self, x: Tensor, rows: Tensor) -> Tensor:
    return x.index_select(0, rows)


def blank_rows(self, rows: int, width: int) -> Tensor:
    return torch.zeros([rows, width])


def place_rows(self, target: Tensor, at: Tensor, x: Tensor, rows: Tensor) -> int:
    # target[at] = x[rows]
    target.index_copy_(0, at, x.index_select(0, rows))
    return 0
