package dev.parley.file;

import dev.parley.testkit.HouseRules;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.file");
    }
}
