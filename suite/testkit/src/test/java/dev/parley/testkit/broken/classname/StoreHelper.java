package dev.parley.testkit.broken.classname;

class StoreHelper {}
