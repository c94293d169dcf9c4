package dev.parley.testkit.broken.cycle.message;

import dev.parley.testkit.broken.cycle.channel.Channel;

public record Message(Channel channel) {}
