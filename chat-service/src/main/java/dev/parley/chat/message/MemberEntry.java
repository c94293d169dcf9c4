package dev.parley.chat.message;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;

/** Who came and who went, as an entry of a channel's stream tells it. */
record MemberEntry(Set<Long> joined, Set<Long> gone) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads the body of an entry.
     *
     * @param body an opened body, a JSON object
     */
    static MemberEntry read(byte[] body) {
        JsonNode entry = JSON.readTree(body);
        Set<Long> gone = new HashSet<>(ids(entry, "left"));
        gone.addAll(ids(entry, "removed"));
        return new MemberEntry(ids(entry, "joined"), gone);
    }

    private static Set<Long> ids(JsonNode entry, String member) {
        Set<Long> ids = new HashSet<>();
        List.copyOf(entry.path(member).values()).stream()
                .map(id -> Ids.parse(id.stringValue("")))
                .flatMap(Optional::stream)
                .forEach(ids::add);
        return ids;
    }
}
