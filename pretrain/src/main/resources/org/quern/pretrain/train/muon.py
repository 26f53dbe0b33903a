# Muon (K. Jordan, 2024): momentum whose update is the nearest matrix with all singular values alike.


def orthogonalised(self, x: Tensor, bf16: bool) -> Tensor:
    # x = U S V^T, [rows, columns] -> fp32 U V^T, nearly: five Newton-Schulz steps bring all of S into 0.7..1.2.
    tall = x.size(0) > x.size(1)
    if tall:
        x = x.t()
    x = x / (torch.linalg_vector_norm(x) + 1e-7)
    if bf16:
        x = x.to(torch.bfloat16)
    for i in range(5):
        gram = torch.mm(x, x.t())
        polynomial = torch.addmm(gram, gram, gram, beta=-4.7750, alpha=2.0315)
        x = torch.addmm(x, polynomial, x, beta=3.4445)
    if tall:
        x = x.t()
    return x.to(torch.float32)


def muon(self, w: Tensor, g: Tensor, m: Tensor, parts: List[int], rate: float, momentum: float, decay: float, divisor: Tensor, bf16: bool) -> int:
    # One update of a matrix w [rows, columns], which is `parts` stacked by rows, each a matrix for itself, from the
    # gradient g, which is divided by `divisor` first, and the momentum m.
    g = g / divisor
    m.mul_(momentum).add_(g)
    nesterov = g.add_(m, alpha=momentum)
    w.mul_(1.0 - rate * decay)
    start = 0
    for rows in parts:
        scale = max(1.0, float(rows) / float(w.size(1))) ** 0.5
        w.narrow(0, start, rows).add_(self.orthogonalised(nesterov.narrow(0, start, rows), bf16), alpha=-rate * scale)
        start = start + rows
    return 0
