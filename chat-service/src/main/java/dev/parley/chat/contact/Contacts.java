package dev.parley.chat.contact;

import java.time.Clock;
import java.time.Instant;
import java.util.function.UnaryOperator;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.ContactSettings;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/**
 * What people do about each other. Each method blocks for the store, tells the devices of both what has changed for them, and answers
 * what is stored. Whoever acts on somebody who has deleted their account gets {@code user-not-found}.
 */
@Component
class Contacts {

    private final Relations relations;
    private final ContactNews news;
    private final ContactSettings limits;
    private final Clock clock;

    @Autowired
    Contacts(Relations relations, ContactNews news, ChatSettings settings, Clock clock) {
        this(relations, news, settings.contacts(), clock);
    }

    Contacts(Relations relations, ContactNews news, ContactSettings limits, Clock clock) {
        this.relations = relations;
        this.news = news;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Asks to be contacts; when the other one has asked before, or at the same moment, then they are. A request that stands already
     * stays as it is. Whom the other one blocks hears nothing of that: the request waits for an answer.
     *
     * @throws ProblemException {@code blocked-by-you}, {@code limit-reached}
     */
    Relations.Changed request(long me, long other) {
        return change(me, other, pair -> {
            if (pair.mine().blocks()) {
                throw new ProblemException(ChatProblem.BLOCKED_BY_YOU, "you block this person: unblock them first");
            }
            Pair requested = pair.requested(now());
            if (requested.mine().contact() != pair.mine().contact()) {
                requireRoom(requested);
            }
            return requested;
        });
    }

    /**
     * Accepts a request; done again it changes nothing.
     *
     * @throws ProblemException {@code contact-not-found} when there is no request, {@code limit-reached}
     */
    void accept(long me, long other) {
        var _ = change(me, other, pair -> switch (pair.mine().contact()) {
            case ACCEPTED -> pair;
            case RECEIVED -> {
                Pair accepted = pair.both(ContactState.ACCEPTED, now());
                requireRoom(accepted);
                yield accepted;
            }
            case NONE, REQUESTED -> throw notFound(other);
        });
    }

    /**
     * Declines a request; the other one may ask again.
     *
     * @throws ProblemException {@code contact-not-found} when there is no request
     */
    void decline(long me, long other) {
        var _ = change(me, other, pair -> {
            if (pair.mine().contact() != ContactState.RECEIVED) {
                throw notFound(other);
            }
            return pair.both(ContactState.NONE, now());
        });
    }

    /**
     * Ends a contact, or a request of either side.
     *
     * @throws ProblemException {@code contact-not-found} when there is neither
     */
    void remove(long me, long other) {
        var _ = change(me, other, pair -> {
            if (pair.mine().contact() == ContactState.NONE) {
                throw notFound(other);
            }
            return pair.both(ContactState.NONE, now());
        });
    }

    /**
     * Blocks somebody, which ends the contact; done again it changes nothing.
     *
     * @throws ProblemException {@code limit-reached}
     */
    void block(long me, long other) {
        var _ = change(me, other, pair -> {
            if (!pair.mine().blocks() && relations.countBlocks(me, limits.maxBlocks()) >= limits.maxBlocks()) {
                throw limitReached("you block " + limits.maxBlocks() + " people, and more cannot be");
            }
            return pair.blocked(now());
        });
    }

    /** Ends a block; nothing happens when there is none. */
    void unblock(long me, long other) {
        var _ = change(me, other, Pair::unblocked);
    }

    private Relations.Changed change(long me, long other, UnaryOperator<Pair> change) {
        Relations.Changed changed = relations.change(me, other, change);
        news.tell(changed);
        return changed;
    }

    private void requireRoom(Pair wanted) {
        ContactState state = wanted.mine().contact();
        int most = state == ContactState.ACCEPTED ? limits.maxContacts() : limits.maxRequests();
        if (isFull(wanted.mine(), state, most)
                || state == ContactState.ACCEPTED && isFull(wanted.theirs(), state, most)) {
            throw limitReached(state == ContactState.ACCEPTED
                    ? "one of you has " + most + " contacts, and more cannot be"
                    : most + " of your requests wait for an answer: withdraw some first");
        }
    }

    private boolean isFull(Relation relation, ContactState state, int most) {
        return relations.countContacts(relation.userId(), state, most) >= most;
    }

    private static ProblemException limitReached(String detail) {
        return new ProblemException(ChatProblem.LIMIT_REACHED, detail);
    }

    static ProblemException notFound(long other) {
        return new ProblemException(ChatProblem.CONTACT_NOT_FOUND, "there is nothing like that between you and "
                + Ids.format(other));
    }

    private Instant now() {
        return UtcColumn.kept(clock.instant());
    }
}
