"""There: what runs in a worker, beside a submission's code. Nothing in it holds an answer."""
