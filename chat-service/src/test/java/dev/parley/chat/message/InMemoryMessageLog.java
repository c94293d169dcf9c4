package dev.parley.chat.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.parley.chat.problem.ChatProblem;

/** The log as a fake: all its promises but durability. */
class InMemoryMessageLog implements MessageLog {

    private final Map<Long, List<Message>> channels = new HashMap<>();
    private final Map<SendKey, Receipt> receipts = new HashMap<>();
    private final Set<Long> closedChannels = new HashSet<>();
    private final Set<Target> recalled = new HashSet<>();
    private final Set<Changes.Reacted> reacted = new HashSet<>();
    private final Map<Target, Map<String, Changes.Count>> counts = new HashMap<>();
    private final Map<Long, Long> lastRecalls = new HashMap<>();

    synchronized void create(long channelId) {
        channels.put(channelId, new ArrayList<>());
    }

    synchronized void close(long channelId) {
        closedChannels.add(channelId);
    }

    @Override
    public synchronized Appended append(List<QueuedMessage> batch) {
        List<Message> written = new ArrayList<>();
        List<QueuedMessage> closed = new ArrayList<>();
        List<QueuedMessage> unknown = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        Changes changes = new Changes(new Changes.Before(recalled, reacted, counts));
        Map<SendKey, Receipt> ofBatch = new LinkedHashMap<>();
        for (QueuedMessage queued : batch) {
            List<Message> stream = channels.get(queued.channelId());
            if (stream == null) {
                unknown.add(queued);
                continue;
            }
            if (!receipts.containsKey(queued.key()) && closedChannels.contains(queued.channelId())) {
                closed.add(queued);
                continue;
            }
            if (!receipts.containsKey(queued.key())) {
                Optional<ChatProblem> refusal = changes.refusal(queued);
                if (refusal.isPresent()) {
                    refused.add(new Refused(queued, refusal.get()));
                    continue;
                }
                Message message = queued.withVersion(stream.size() + 1L, Instant.now());
                stream.add(message);
                written.add(message);
                changes.apply(queued, message.version());
                receipts.put(queued.key(), message.receipt());
            }
            ofBatch.put(queued.key(), Objects.requireNonNull(receipts.get(queued.key())));
        }
        Map<Long, List<Long>> erased = take(changes);
        return new Appended(written.stream().map(changes::asItStands).toList(), List.copyOf(ofBatch.values()), closed,
                unknown, refused, erased);
    }

    private Map<Long, List<Long>> take(Changes changes) {
        reacted.addAll(changes.added());
        reacted.removeAll(changes.removed());
        for (Changes.Recounted recounted : changes.recounted()) {
            Map<String, Changes.Count> ofTarget = counts.computeIfAbsent(recounted.target(), t -> new HashMap<>());
            ofTarget.put(recounted.emoji(), recounted.now());
            ofTarget.values().removeIf(count -> count.count() == 0);
        }
        Map<Long, List<Long>> erased = new HashMap<>();
        changes.recalls().forEach((target, version) -> {
            recalled.add(target);
            lastRecalls.put(target.channelId(), version);
            Objects.requireNonNull(channels.get(target.channelId())).replaceAll(message -> {
                boolean gone = message.version() == target.version()
                        || message.kind() == MessageKind.EDIT && message.target() == target.version();
                if (gone) {
                    erased.computeIfAbsent(target.channelId(), c -> new ArrayList<>()).add(message.version());
                }
                return gone ? message.erased() : message;
            });
        });
        return erased;
    }

    @Override
    public Set<Long> erased(long channelId, long after, long upTo) {
        return read(channelId, after, upTo).stream().filter(Message::isErased).map(Message::version)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized long lastRecall(long channelId) {
        return lastRecalls.getOrDefault(channelId, 0L);
    }

    @Override
    public synchronized List<Message> read(long channelId, long after, long upTo) {
        return channels.getOrDefault(channelId, List.of())
                .stream()
                .filter(message -> message.version() > after && message.version() <= upTo)
                .toList();
    }

    @Override
    public synchronized List<Message> read(long channelId, Collection<Long> versions) {
        return channels.getOrDefault(channelId, List.of())
                .stream()
                .filter(message -> versions.contains(message.version()))
                .toList();
    }

    @Override
    public List<Message> readPossiblyStale(long channelId, long after, long upTo) {
        return read(channelId, after, upTo);
    }

    @Override
    public synchronized List<Receipt> receipts(Collection<SendKey> keys) {
        return keys.stream().filter(receipts::containsKey).map(key -> Objects.requireNonNull(receipts.get(key)))
                .toList();
    }

    @Override
    public synchronized int removeSome(long channelId, int limit) {
        List<Message> stream = channels.getOrDefault(channelId, new ArrayList<>());
        List<Message> some = stream.subList(0, Math.min(limit, stream.size()));
        int removed = some.size();
        some.forEach(message -> receipts.remove(message.receipt().key()));
        some.clear();
        return removed;
    }

    @Override
    public synchronized Set<Long> open(Collection<Long> channelIds) {
        return channelIds.stream().filter(id -> channels.containsKey(id) && !closedChannels.contains(id))
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized Map<Long, Long> lastVersions(Collection<Long> channelIds) {
        Map<Long, Long> versions = new HashMap<>();
        for (long id : channelIds) {
            List<Message> stream = channels.get(id);
            if (stream != null) {
                versions.put(id, (long) stream.size());
            }
        }
        return versions;
    }
}
