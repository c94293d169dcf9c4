package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;
import dev.parley.platform.store.UtcColumn;

/** Groups as a whole: made, renamed, handed over, dissolved. Methods block, and throw {@link ProblemException} for what is refused. */
@Component
class Groups {

    /** Index: primary key. */
    static final String BY_REQUEST = """
        SELECT channel_id FROM group_requests WHERE user_id = :user AND request_key = :key""";

    private final JdbcClient jdbc;
    private final GroupTransactions transactions;
    private final SubscriptionRows subscriptions;
    private final DeletedUsers deletedUsers;
    private final Admission admission;
    private final RemovedChannels removed;
    private final ChannelEvents events;
    private final ChannelNews news;

    Groups(JdbcClient jdbc, GroupTransactions transactions, SubscriptionRows subscriptions, DeletedUsers deletedUsers,
            Admission admission, RemovedChannels removed, ChannelEvents events, ChannelNews news) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.subscriptions = subscriptions;
        this.deletedUsers = deletedUsers;
        this.admission = admission;
        this.removed = removed;
        this.events = events;
        this.news = news;
    }

    /** The group that a request made before. */
    Optional<Long> madeBy(long userId, String requestKey) {
        return jdbc.sql(BY_REQUEST).param("user", userId).param("key", requestKey).query(Long.class).optional();
    }

    /**
     * A group that was made.
     *
     * @param id of the channel
     * @param created whether it was made now, and not by the same request before
     */
    record Made(long id, boolean created, Map<Long, ChatProblem> refused) {}

    /**
     * Makes a group. Its stream begins with the title and who is in it.
     *
     * @param requestKey the same one again by the same person gives the same group, also when both come at once
     */
    Made create(long owner, String title, Admission.Answers screened, Optional<String> requestKey) {
        try {
            long id = Ids.next();
            Admission.Answers answers = transactions
                    .inTransaction(() -> insert(id, owner, title, screened, requestKey));
            news.joined(id, 0, answers.added());
            news.joined(id, 0, List.of(owner));
            return new Made(id, true, answers.refused());
        } catch (DuplicateKeyException again) {
            return new Made(requestKey.flatMap(key -> madeBy(owner, key)).orElseThrow(() -> again), false, Map.of());
        }
    }

    private Admission.Answers insert(long id, long owner, String title, Admission.Answers screened,
            Optional<String> requestKey) {
        Instant now = UtcColumn.kept(Instant.now());
        requestKey.ifPresent(key -> jdbc
                .sql("INSERT INTO group_requests (user_id, request_key, channel_id) VALUES (?, ?, ?)")
                .params(owner, key, id).update());
        jdbc.sql("INSERT INTO channels (id, type, title, last_version, created_at) VALUES (?, ?, ?, 0, ?)")
                .params(id, ChannelType.GROUP.code(), title, UtcColumn.of(now)).update();
        subscriptions.insert(id, List.of(owner), Role.OWNER, now);
        deletedUsers.refuse(List.of(owner));
        Admission.Answers answers = admission.admit(id, 1, screened);
        events.append(id, owner, StreamEntries.title(title));
        if (!answers.added().isEmpty()) {
            events.append(id, owner, StreamEntries.joined(answers.added()));
        }
        return answers;
    }

    /** Changes the title: the owner and admins. */
    void rename(long channelId, long actor, String title) {
        boolean changed = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.ADMIN);
            if (title.equals(group.title())) {
                return false;
            }
            jdbc.sql("UPDATE channels SET title = ? WHERE id = ?").params(title, channelId).update();
            events.append(channelId, actor, StreamEntries.title(title));
            return true;
        });
        if (changed) {
            news.changed(channelId, List.of(actor));
        }
    }

    /** Makes another member the owner, and the owner an admin. */
    void handOver(long channelId, long actor, long heir) {
        boolean changed = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.OWNER);
            Member next = transactions.member(group, heir);
            if (next.role() == Role.OWNER) {
                return false;
            }
            subscriptions.setRole(channelId, actor, Role.ADMIN);
            subscriptions.setRole(channelId, heir, Role.OWNER);
            subscriptions.setMutedUntil(channelId, heir, null);
            events.append(channelId, actor, StreamEntries.roles(Map.of(actor, Role.ADMIN, heir, Role.OWNER)));
            return true;
        });
        if (changed) {
            news.changed(channelId, List.of(actor, heir));
        }
    }

    /** Ends the group for everybody at once: its owner. What it held is removed afterwards. */
    void dissolve(long channelId, long actor) {
        var _ = transactions.change(channelId, actor, group -> {
            group.actor().requireAtLeast(Role.OWNER);
            removed.remove(channelId);
            return group;
        });
        news.removed(channelId);
    }
}
