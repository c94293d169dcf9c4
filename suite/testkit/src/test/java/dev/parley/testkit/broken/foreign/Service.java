package dev.parley.testkit.broken.foreign;

import dev.parley.testkit.EmbeddedPartsSet;

record Service(EmbeddedPartsSet parts) {}
