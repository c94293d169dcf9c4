package dev.parley.hash;

import dev.parley.testkit.HouseRules;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.hash");
    }
}
