package dev.parley.chat.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Component;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.store.UtcColumn;

/** Who may be let into a group, and who not and why: each person has an answer of their own. */
@Component
class Admission {

    private final People people;
    private final Acceptance acceptance;
    private final SubscriptionRows subscriptions;
    private final DeletedUsers deletedUsers;
    private final int maxMembers;

    Admission(People people, Acceptance acceptance, SubscriptionRows subscriptions, DeletedUsers deletedUsers,
            ChatSettings settings) {
        this.people = people;
        this.acceptance = acceptance;
        this.subscriptions = subscriptions;
        this.deletedUsers = deletedUsers;
        this.maxMembers = settings.channels().maxMembers();
    }

    /**
     * What became of an invitation.
     *
     * @param added user ids, ascending
     * @param refused why not, by user id
     */
    record Answers(List<Long> added, Map<Long, ChatProblem> refused) {

        Answers {
            added = added.stream().sorted().toList();
        }

        private Answers refusing(Collection<Long> userIds, ChatProblem why) {
            Map<Long, ChatProblem> all = new LinkedHashMap<>(refused);
            userIds.forEach(userId -> all.put(userId, why));
            return new Answers(added.stream().filter(userId -> !all.containsKey(userId)).toList(), all);
        }
    }

    /**
     * Before anything is locked: those who exist and take an invitation from that person. Blocks for auth-service.
     *
     * @param authorization the inviting person's own Authorization header
     */
    Answers screen(long inviter, Collection<Long> userIds, String authorization) {
        Set<Long> existing = people.existing(userIds, authorization);
        Answers known = new Answers(List.copyOf(userIds), Map.of())
                .refusing(userIds.stream().filter(userId -> !existing.contains(userId)).toList(),
                        ChatProblem.USER_NOT_FOUND);
        Set<Long> accepting = acceptance.accepting(known.added(), inviter);
        return known.refusing(known.added().stream()
                .filter(userId -> userId != inviter && !accepting.contains(userId))
                .toList(), ChatProblem.NOT_ACCEPTED);
    }

    /** Subscribes those who passed, in a transaction that holds the lock of the channel's row. */
    Answers admit(long channelId, int memberCount, Answers screened) {
        Answers fresh = screened.refusing(subscriptions.among(channelId, screened.added()),
                ChatProblem.ALREADY_A_MEMBER);
        int room = Math.max(0, maxMembers - memberCount);
        Answers fitting = fresh.refusing(fresh.added().stream().skip(room).toList(), ChatProblem.CHANNEL_FULL);
        subscriptions.insert(channelId, fitting.added(), Role.MEMBER, UtcColumn.kept(Instant.now()));
        // After the inserts, and reading what is committed now: a deletion that is noted later finds these rows.
        List<Long> deleted = new ArrayList<>(deletedUsers.among(fitting.added()));
        subscriptions.delete(channelId, deleted);
        return fitting.refusing(deleted, ChatProblem.USER_NOT_FOUND);
    }
}
