package dev.parley.testkit.broken.toopublic.session;

import dev.parley.testkit.broken.toopublic.account.UsedElsewhere;

record Session(UsedElsewhere value) {}
