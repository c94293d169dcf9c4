package dev.parley.gateway;

import dev.parley.testkit.HouseRules;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.gateway");
    }
}
