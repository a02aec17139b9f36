"""Returns a list that has another item after each."""
# error: TooLarge: more than 200,000 values came back.*


class Endless(list):
    def __iter__(self):
        while True:
            yield 1


def attempt(x, places):
    return Endless()
