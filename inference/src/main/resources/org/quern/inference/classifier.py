# Logistic regression, for the classifiers of early exits.


def fit_logistic(self, x: Tensor, y: Tensor, ridge: float, steps: int) -> Tensor:
    # The weights [F] that minimise the summed cross-entropy of sigmoid(x w) plus ridge / 2 * |w|^2, by Newton's method with
    # halved steps where a whole one overshoots. x [N, F], y [N] of 0 and 1.
    w = torch.zeros([x.size(1)])
    least = self.logistic_loss(x, y, w, ridge)
    for i in range(steps):
        p = torch.sigmoid(torch.mv(x, w))
        gradient = torch.mv(x.t(), p - y) + ridge * w
        curvature = torch.mm((x * (p * (1.0 - p)).unsqueeze(1)).t(), x) + ridge * torch.eye(x.size(1))
        step = torch.linalg_solve(curvature, gradient)
        loss = self.logistic_loss(x, y, w - step, ridge)
        halvings = 0
        while loss > least and halvings < 8:
            step = step * 0.5
            loss = self.logistic_loss(x, y, w - step, ridge)
            halvings += 1
        if loss < least:
            least = loss
            w = w - step
    return w


def logistic_loss(self, x: Tensor, y: Tensor, w: Tensor, ridge: float) -> float:
    scores = torch.mv(x, w)
    losses = torch.softplus(scores) - y * scores
    return float(losses.sum() + 0.5 * ridge * torch.dot(w, w))
