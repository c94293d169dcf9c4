package dev.parley.testkit.broken.unmarked;

class Unmarked {}
