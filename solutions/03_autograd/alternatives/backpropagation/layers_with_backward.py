"""Small layers that remember their input and know how to send a gradient back; no graph is recorded. More than the two
gradients comes back."""

import torch


class _Linear:
    def __init__(self, weight):
        self.weight = weight

    def __call__(self, inputs):
        self.inputs = inputs
        return torch.mm(inputs, self.weight)

    def backward(self, slope):
        self.slope = self.inputs.t().mm(slope)
        return slope.mm(self.weight.t())


class _ReLU:
    def __call__(self, inputs):
        self.dead = inputs <= 0
        return inputs.masked_fill(self.dead, 0)

    def backward(self, slope):
        return slope.masked_fill(self.dead, 0)


class _CrossEntropy:
    def __call__(self, logits, labels):
        self.labels = labels.unsqueeze(1)
        self.p = torch.nn.functional.softmax(logits, dim=-1)
        logs = logits.log_softmax(-1).gather(1, self.labels)
        return -logs.mean().reshape(1)

    def backward(self):
        ones = torch.ones_like(self.p[:, :1])
        return self.p.scatter_add(1, self.labels, -ones) / len(self.p)


def network(x, w1, w2):
    return _Linear(w2)(_ReLU()(_Linear(w1)(x)))


def cross_entropy(logits, labels):
    return _CrossEntropy()(logits, labels)


@torch.inference_mode()
def gradients(x, labels, w1, w2):
    first, relu, second, loss = _Linear(w1), _ReLU(), _Linear(w2), _CrossEntropy()
    value = loss(second(relu(first(x))), labels)
    first.backward(relu.backward(second.backward(loss.backward())))
    return first.slope, second.slope, value
