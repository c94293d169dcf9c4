package dev.parley.testkit.broken.injection;

import org.springframework.beans.factory.annotation.Value;

class Injected {

    @Value("${some.key}")
    String value = "";
}
