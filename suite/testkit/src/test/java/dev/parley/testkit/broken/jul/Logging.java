package dev.parley.testkit.broken.jul;

import java.util.logging.Logger;

class Logging {

    private static final Logger log = Logger.getLogger("jul");

    void say() {
        log.info("hello");
    }
}
