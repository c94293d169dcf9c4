package dev.parley.testkit.broken.reach.upload.disk;

public record Block(int size) {}
