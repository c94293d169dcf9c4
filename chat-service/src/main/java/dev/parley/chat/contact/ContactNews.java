package dev.parley.chat.contact;

import org.springframework.stereotype.Component;

/** Tells people's devices, and the nodes, what has changed between people. */
@Component
class ContactNews {

    /** Tells both sides, each what has changed for them. */
    void tell(Relations.Changed changed) {}

    /** Tells that a person has chosen who may write to them. */
    void tellChoice(long userId) {}
}
