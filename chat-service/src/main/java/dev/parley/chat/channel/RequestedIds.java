package dev.parley.chat.channel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Ids as requests carry them. */
final class RequestedIds {

    private static final int MOST = 1000;

    private RequestedIds() {}

    /** A channel in the path; what is no id is no channel. */
    static long channel(String id) {
        return Ids.parse(id).orElseThrow(Memberships::channelNotFound);
    }

    /**
     * A person.
     *
     * @throws ProblemException {@code invalid-request} that names the field
     */
    static long user(String field, @Nullable String id) {
        if (id == null) {
            throw InvalidRequest.of(field, "must name a person");
        }
        return Ids.parse(id).orElseThrow(() -> InvalidRequest.of(field, "must be a user id"));
    }

    /**
     * People, each once; none when the list is absent.
     *
     * @throws ProblemException {@code invalid-request} that names the field and the place in the list
     */
    static Set<Long> users(String field, @Nullable List<@Nullable String> ids) {
        Set<Long> userIds = new LinkedHashSet<>();
        if (ids != null) {
            if (ids.size() > MOST) {
                throw InvalidRequest.of(field, "must be at most " + MOST + " people");
            }
            for (int i = 0; i < ids.size(); i++) {
                userIds.add(user("%s[%d]".formatted(field, i), ids.get(i)));
            }
        }
        return userIds;
    }
}
