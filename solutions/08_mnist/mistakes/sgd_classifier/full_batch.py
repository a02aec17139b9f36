"""Every step uses all images. That is plain gradient descent: batch_size and seed change nothing, and each step costs more."""


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    return [train_step(w1, w2, images, labels, lr) for _ in range(n_steps)]  # noqa: F821  the reference's
