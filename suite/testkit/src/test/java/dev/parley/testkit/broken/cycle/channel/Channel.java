package dev.parley.testkit.broken.cycle.channel;

import dev.parley.testkit.broken.cycle.message.Message;

public record Channel(Message newest) {}
