package dev.parley.chat.presence;

import java.util.List;

import org.springframework.stereotype.Component;

import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;

/** {@code unwatch}: nothing more about these people; whom the socket did not watch is passed over. */
@Component
class UnwatchHandler implements OperationHandler {

    private final Watchers watchers;

    UnwatchHandler(Watchers watchers) {
        this.watchers = watchers;
    }

    @Override
    public String type() {
        return "unwatch";
    }

    @Override
    public Operation read(OperationFrame frame) {
        List<Long> userIds = WatchHandler.people(frame);
        return new Operation() {
            @Override
            public boolean mayBlock(Caller caller) {
                return false;
            }

            @Override
            public void perform(Caller caller) {
                watchers.unwatch(caller, userIds);
                caller.ok(frame.ref());
            }
        };
    }
}
