package dev.parley.chat.online;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

/** Who is connected to this node. */
@Component
public class OnlinePeople {

    private final Map<Long, Set<Device>> devices = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears who comes and goes; for one person in order. Must not block, and must not call back. */
    public interface Listener {

        /** The person had no device on this node, and now has one. */
        void onFirst(long userId);

        /** The person's last device on this node is gone. */
        void onLast(long userId);
    }

    /** Listens from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void add(Device device) {
        devices.compute(device.userId(), (userId, known) -> {
            Set<Device> all = known == null ? ConcurrentHashMap.newKeySet(2) : known;
            all.add(device);
            if (known == null) {
                listeners.forEach(listener -> listener.onFirst(userId));
            }
            return all;
        });
    }

    public void remove(Device device) {
        devices.computeIfPresent(device.userId(), (userId, all) -> {
            if (!all.remove(device) || !all.isEmpty()) {
                return all;
            }
            listeners.forEach(listener -> listener.onLast(userId));
            return null;
        });
    }

    /** The person's devices on this node. */
    public Set<Device> devices(long userId) {
        return devices.getOrDefault(userId, Set.of());
    }

    /** Everybody with a device on this node. */
    public Set<Long> users() {
        return Set.copyOf(devices.keySet());
    }
}
