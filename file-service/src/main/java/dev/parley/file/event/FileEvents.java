package dev.parley.file.event;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.platform.id.Ids;

/**
 * Tells a person's clients that something has changed, on whatever node they are connected.
 *
 * <p>Lossy by contract: with Redis away only clients on this node hear of it, and who is not connected never does. A client reads the
 * state of things when it connects; so an event is a hint to look, and never the only way to know.
 */
@Component
public class FileEvents {

    private final EventBus bus;
    private final JsonMapper json;

    FileEvents(EventBus bus, JsonMapper json) {
        this.bus = bus;
        this.json = json;
    }

    /**
     * Publishes when the transaction that is under way has been committed (never, if it is rolled back), or at once when there is none.
     * Does not wait for anything and does not fail for a reason outside of this process. Events of one node for one person keep their order.
     *
     * @param type what it is about: lower-case letters and dashes
     * @param payload becomes JSON at once, so that later changes of the object are not seen; a few hundred bytes at most
     */
    public void publish(long userId, String type, Object payload) {
        EventFrame frame = EventFrame.event(Ids.format(Ids.next()), type, json.writeValueAsString(payload));
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    bus.publish(userId, frame);
                }
            });
        } else {
            bus.publish(userId, frame);
        }
    }
}
