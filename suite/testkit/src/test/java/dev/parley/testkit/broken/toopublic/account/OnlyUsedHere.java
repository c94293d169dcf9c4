package dev.parley.testkit.broken.toopublic.account;

public record OnlyUsedHere(int value) {}
