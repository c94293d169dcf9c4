package dev.parley.chat.presence;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.parley.chat.bus.NodeBus;
import dev.parley.chat.online.OnlinePeople;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.PresenceSettings;

/**
 * Tells the other nodes who is connected to this one: at once when somebody comes, after a grace when their last socket is gone, and all of
 * them again every third of the time after which the others would no longer believe it. A node that stops says nothing: its clients
 * connect to others at once, and for those who do not, its word expires.
 */
@Component
class OnlineReports implements OnlinePeople.Listener {

    private final OnlinePeople online;
    private final SharedPresence shared;
    private final PresenceSettings settings;
    /** Whose last socket is gone, and until when they may come back unnoticed. */
    private final Map<Long, Long> leaving = new ConcurrentHashMap<>();
    private volatile long lastReport = System.nanoTime();

    @Autowired
    OnlineReports(OnlinePeople online, SharedPresence shared, NodeBus bus, ChatSettings settings) {
        this(online, shared, bus, settings.presence());
    }

    OnlineReports(OnlinePeople online, SharedPresence shared, NodeBus bus, PresenceSettings settings) {
        this.online = online;
        this.shared = shared;
        this.settings = settings;
        online.listen(this);
        bus.onReconnect(this::report);
    }

    /** In one step with {@link #leaveWhenDue}, so that what was said last is what is true. */
    @Override
    public void onFirst(long userId) {
        leaving.compute(userId, (id, until) -> {
            shared.enter(List.of(id));
            return null;
        });
    }

    @Override
    public void onLast(long userId) {
        leaving.put(userId, System.nanoTime() + settings.grace().toNanos());
    }

    @Scheduled(fixedRate = 250)
    void tick() {
        leaving.keySet().forEach(this::leaveWhenDue);
        if (System.nanoTime() - lastReport >= settings.expiry().toNanos() / 3) {
            report();
        }
    }

    private void leaveWhenDue(long userId) {
        leaving.computeIfPresent(userId, (id, until) -> {
            if (System.nanoTime() - until < 0) {
                return until;
            }
            shared.leave(id);
            return null;
        });
    }

    private void report() {
        lastReport = System.nanoTime();
        Set<Long> here = new HashSet<>(online.users());
        here.addAll(leaving.keySet());
        shared.enter(here);
    }
}
