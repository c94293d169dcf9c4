package dev.parley.testkit.broken.toopublic.account;

record User(OnlyUsedHere value) {}
