package dev.parley.launcher;

import dev.parley.testkit.HouseRules;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.launcher", Kind.SUITE);
    }
}
