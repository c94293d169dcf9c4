package dev.parley.testkit.sound.session.token;

record Token(String value) {}
