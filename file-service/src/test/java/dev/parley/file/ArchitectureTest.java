package dev.parley.file;

import dev.parley.testkit.HouseRules;

class ArchitectureTest extends HouseRules {

    ArchitectureTest() {
        super("dev.parley.file");
    }

    /** Not yet: the ports of the drive are used by features that are being built. */
    @Override
    protected void whatIsPublicIsUsedElsewhere() {}
}
