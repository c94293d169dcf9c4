package dev.parley.gateway.session;

/** An event: this session has just ended, and whatever it holds open must be closed. */
public record SessionEnded(String sessionId) {}
