package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.problem.ProblemException;

/**
 * Who is in a group and what they are there. Each change is an entry of the channel's stream, in the same transaction. Methods block, and throw
 * {@link ProblemException} for what is refused.
 */
@Component
class GroupMembers {

    private final GroupTransactions transactions;
    private final SubscriptionRows subscriptions;
    private final Admission admission;
    private final RemovedChannels removed;
    private final ChannelEvents events;
    private final ChannelNews news;

    GroupMembers(GroupTransactions transactions, SubscriptionRows subscriptions, Admission admission,
            RemovedChannels removed, ChannelEvents events, ChannelNews news) {
        this.transactions = transactions;
        this.subscriptions = subscriptions;
        this.admission = admission;
        this.removed = removed;
        this.events = events;
        this.news = news;
    }

    /** Ends the request of whoever may not add people, before anybody is asked about these people. */
    void requireMayAdd(long channelId, long actor) {
        var _ = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.ADMIN);
            return group;
        });
    }

    /** Adds people: the owner and admins. They see the whole history. */
    Admission.Answers add(long channelId, long actor, Admission.Answers screened) {
        record Added(Admission.Answers answers, long after) {}
        Added added = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.ADMIN);
            Admission.Answers answers = admission.admit(channelId, group.memberCount(), screened);
            if (!answers.added().isEmpty()) {
                events.append(channelId, actor, StreamEntries.joined(answers.added()));
            }
            return new Added(answers, group.lastVersion());
        });
        news.joined(channelId, added.after(), added.answers().added());
        return added.answers();
    }

    /** Removes a member: the owner and admins, those below them. */
    void remove(long channelId, long actor, long userId) {
        var _ = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.ADMIN);
            group.actor().requireAbove(transactions.member(group, userId));
            subscriptions.delete(channelId, List.of(userId));
            events.append(channelId, actor, StreamEntries.removed(userId));
            return group;
        });
        news.ended(channelId, userId, ChannelNews.Event.REMOVED);
    }

    /** Leaves: everybody, the owner only as the last one, with whom the channel goes. */
    void leave(long channelId, long actor) {
        boolean last = transactions.change(channelId, actor, group -> {
            if (group.memberCount() == 1) {
                subscriptions.delete(channelId, List.of(actor));
                removed.remove(channelId);
                return true;
            }
            if (group.actor().role() == Role.OWNER) {
                throw new ProblemException(ChatProblem.OWNER_MUST_HAND_OVER,
                        "there are others: make one of them the owner, or dissolve the group");
            }
            subscriptions.delete(channelId, List.of(actor));
            events.append(channelId, actor, StreamEntries.left(actor));
            return false;
        });
        news.ended(channelId, actor, ChannelNews.Event.LEFT);
        if (last) {
            news.removed(channelId);
        }
    }

    /** Promotes or demotes somebody: the owner. */
    Member setRole(long channelId, long actor, long userId, Role role) {
        Member member = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.OWNER);
            Member before = transactions.member(group, userId);
            group.actor().requireAbove(before);
            if (before.role() != role) {
                subscriptions.setRole(channelId, userId, role);
                events.append(channelId, actor, StreamEntries.roles(Map.of(userId, role)));
            }
            return new Member(userId, role, before.joinedAt(), before.mutedUntil());
        });
        news.changed(channelId, List.of(userId));
        return member;
    }

    /** Takes writing away from somebody until then, or gives it back: the owner and admins, to those below them. */
    Member mute(long channelId, long actor, long userId, Optional<Instant> until) {
        Member member = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.ADMIN);
            Member before = transactions.member(group, userId);
            group.actor().requireAbove(before);
            if (!before.mutedUntil().equals(until)) {
                subscriptions.setMutedUntil(channelId, userId, until.orElse(null));
                events.append(channelId, actor, StreamEntries.muted(userId, until));
            }
            return new Member(userId, before.role(), before.joinedAt(), until);
        });
        news.changed(channelId, List.of(userId));
        return member;
    }
}
