package dev.parley.auth;

import dev.parley.testkit.HouseRules;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.auth");
    }
}
