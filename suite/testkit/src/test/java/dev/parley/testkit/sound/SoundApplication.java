package dev.parley.testkit.sound;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A module as it should be. */
@SpringBootApplication
public class SoundApplication {}
