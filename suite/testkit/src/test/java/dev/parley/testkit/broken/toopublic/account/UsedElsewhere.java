package dev.parley.testkit.broken.toopublic.account;

public record UsedElsewhere(int value) {}
