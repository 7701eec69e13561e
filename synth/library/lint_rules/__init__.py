"""The rules of `lint`: each is a function of the library that gives what breaks it."""
