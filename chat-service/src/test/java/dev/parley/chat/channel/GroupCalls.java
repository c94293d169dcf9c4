package dev.parley.chat.channel;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What people do with groups over HTTP, on either of two nodes. */
abstract class GroupCalls extends TwoNodes {

    static final String CHANNELS = "/api/chat/channels";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    protected final Person carol = world.person();
    protected final Person stranger = world.person();

    /** A group of these; the first one owns it. */
    static String group(Person owner, Person... others) {
        Answer made = world.post(first, owner, CHANNELS,
                Map.of("type", "group", "title", "Choir", "userIds", Stream.of(others).map(Person::id).toList()));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body().get("id").stringValue();
    }

    static Answer call(TestNode node, String method, Person who, String path, @Nullable Object body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        return world.call(HttpRequest.newBuilder(node.uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + who.token())
                .method(method, publisher));
    }

    static String members(String channel) {
        return CHANNELS + "/" + channel + "/members";
    }

    static Answer add(Person who, String channel, Person... people) {
        return world.post(second, who, members(channel),
                Map.of("userIds", Stream.of(people).map(Person::id).toList()));
    }

    static Answer remove(Person who, String channel, Person whom) {
        return call(second, "DELETE", who, members(channel) + "/" + whom.id(), null);
    }

    static Answer leave(Person who, String channel) {
        return call(second, "DELETE", who, members(channel) + "/me", null);
    }

    static Answer setRole(Person who, String channel, Person whom, String role) {
        return call(second, "PATCH", who, members(channel) + "/" + whom.id(), Map.of("role", role));
    }

    static Answer mute(Person who, String channel, Person whom, @Nullable Instant until) {
        return call(second, "PATCH", who, members(channel) + "/" + whom.id(),
                Collections.singletonMap("mutedUntil", until == null ? null : until.toString()));
    }

    static Answer handOver(Person who, String channel, Person heir) {
        return call(first, "POST", who, CHANNELS + "/" + channel + "/owner", Map.of("userId", heir.id()));
    }

    static Answer rename(Person who, String channel, String title) {
        return call(first, "PATCH", who, CHANNELS + "/" + channel, Map.of("title", title));
    }

    static Answer dissolve(Person who, String channel) {
        return call(first, "DELETE", who, CHANNELS + "/" + channel, null);
    }

    static Answer view(Person who, String channel) {
        return world.get(first, who, CHANNELS + "/" + channel);
    }

    static String code(Answer answer) {
        return answer.body().path("code").stringValue("");
    }

    /** Each person's role, by what the store holds. */
    static Map<Long, Role> roles(String channel) {
        return world.jdbc().sql("SELECT user_id, role FROM subscriptions WHERE channel_id = ?")
                .param(Ids.parse(channel).orElseThrow())
                .query((row, n) -> Map.entry(row.getLong(1), Role.of(row.getInt(2)))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** That the count which is kept is the count which is, and that there is exactly one owner. */
    static void assertConsistent(String channel) {
        Map<Long, Role> roles = roles(channel);
        assertThat(world.count("SELECT member_count FROM channels WHERE id = ?", Ids.parse(channel).orElseThrow()))
                .isEqualTo(roles.size());
        assertThat(roles.values()).containsOnlyOnce(Role.OWNER);
    }

    /** The entries of a stream that are not text, each as {@code kind: body}. */
    static List<String> events(Person who, String channel) {
        JsonNode history = world.get(first, who, CHANNELS + "/" + channel + "/messages?after=0&limit=200").body();
        Set<String> envelope = Set.of("version", "id", "kind", "senderId", "clientMessageId", "createdAt");
        return StreamSupport.stream(history.get("messages").spliterator(), false)
                .filter(entry -> !entry.get("kind").stringValue("").equals("text"))
                .map(entry -> entry.get("kind").stringValue("") + ": " + entry.properties().stream()
                        .filter(member -> !envelope.contains(member.getKey()))
                        .map(member -> member.getKey() + "=" + member.getValue())
                        .sorted()
                        .collect(Collectors.joining(", ")))
                .toList();
    }
}
