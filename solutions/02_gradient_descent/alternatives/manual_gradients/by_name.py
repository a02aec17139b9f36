"""A layer in the style of a framework, whose own methods are called forward, backward and grad. No autograd
anywhere."""


class Line:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def forward(self, x):
        self.x = x
        return self.a + self.b * x

    def backward(self, grad):
        return {"a": grad.sum(), "b": (grad * self.x).sum()}


def grad_of_mse(y, yhat):
    return -2 * (y - yhat) / y.shape[0]


def predict(a, b, x):
    return Line(a, b).forward(x)


def mse(y, yhat):
    error = yhat - y
    return (error.T @ error) / y.shape[0]


def gradients(a, b, x, y):
    line = Line(a, b)
    grad = line.backward(grad_of_mse(y, line.forward(x)))
    return grad["a"], grad["b"]
