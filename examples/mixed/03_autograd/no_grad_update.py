def update(parameters, lr):
    for p in parameters:
        if p.grad is not None:
            p = (p - lr * p.grad).detach().requires_grad_()
            p.grad = None
