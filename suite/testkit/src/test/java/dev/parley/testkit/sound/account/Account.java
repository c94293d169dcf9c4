package dev.parley.testkit.sound.account;

public record Account(String name) {}
