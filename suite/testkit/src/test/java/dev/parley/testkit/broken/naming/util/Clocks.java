package dev.parley.testkit.broken.naming.util;

class Clocks {}
