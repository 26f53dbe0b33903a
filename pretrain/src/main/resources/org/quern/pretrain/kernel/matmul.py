# A matrix product to measure the processor by.


def square_matrices(self, n: int, bf16: bool) -> List[Tensor]:
    # Two factors of small numbers and the place of their product, [n, n] each.
    matrices: List[Tensor] = []
    for i in range(3):
        matrix = torch.sin(torch.arange(n * n).to(torch.float32)).view(n, n)
        if bf16:
            matrix = matrix.to(torch.bfloat16)
        matrices.append(matrix)
    return matrices


def multiply(self, matrices: List[Tensor]) -> int:
    torch.mm(matrices[0], matrices[1], out=matrices[2])
    return 0
