package dev.parley.testkit.sound.session;

import dev.parley.testkit.sound.account.Account;

record Session(Account account) {}
