package dev.parley.testkit;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.testkit", Kind.SUITE);
    }
}
