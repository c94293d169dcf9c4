package dev.parley.chat.presence;

import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;

/** {@code watch}: tell this socket whether these people are online, now and when it changes. Lasts as long as the socket. */
@Component
class WatchHandler implements OperationHandler {

    private final Watchers watchers;

    WatchHandler(Watchers watchers) {
        this.watchers = watchers;
    }

    @Override
    public String type() {
        return "watch";
    }

    @Override
    public Operation read(OperationFrame frame) {
        List<Long> userIds = people(frame);
        return new Operation() {
            @Override
            public boolean mayBlock(Caller caller) {
                return true;
            }

            @Override
            public void perform(Caller caller) {
                watchers.watch(caller, userIds);
                caller.ok(frame.ref());
            }
        };
    }

    static List<Long> people(OperationFrame frame) {
        List<Long> userIds = frame.userIds("userIds", PresenceController.MOST);
        if (userIds.isEmpty()) {
            throw OperationFrame.refused("userIds", "must name 1 to " + PresenceController.MOST + " people");
        }
        return userIds;
    }
}
