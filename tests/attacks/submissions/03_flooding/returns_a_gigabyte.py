"""Returns one number that says it is a gigabyte."""
# error: TooLarge: more than 48 MiB of numbers came back.*


def attempt(x, places):
    return x[:1, :1].expand(2**14, 2**14)
