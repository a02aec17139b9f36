"""Replaces itself by a program that ends well."""
# crashed: The process ended by itself \(exit status 0\).*exec ended it\.

import os


def attempt(x, places):
    os.execv("/bin/true", ["true"])
