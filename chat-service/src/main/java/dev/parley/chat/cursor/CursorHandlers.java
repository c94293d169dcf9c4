package dev.parley.chat.cursor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.cursor.Cursors.Key;
import dev.parley.chat.cursor.Cursors.Position;
import dev.parley.chat.operation.Caller;
import dev.parley.chat.operation.Operation;
import dev.parley.chat.operation.OperationFrame;
import dev.parley.chat.operation.OperationHandler;
import dev.parley.chat.problem.ChatProblem;

/** {@code read} and {@code delivered}: how far the caller has got in one of their channels; answered when it is in the store. */
@Configuration(proxyBeanMethods = false)
class CursorHandlers {

    @Bean
    OperationHandler readHandler(Memberships memberships, CursorWriter writer) {
        return new Handler("read", true, memberships, writer);
    }

    @Bean
    OperationHandler deliveredHandler(Memberships memberships, CursorWriter writer) {
        return new Handler("delivered", false, memberships, writer);
    }

    private record Handler(String type, boolean read, Memberships memberships, CursorWriter writer)
            implements
                OperationHandler {

        @Override
        public Operation read(OperationFrame frame) {
            long version = frame.version("version");
            return new Move(frame.ref(), frame.channelId(), new Position(read ? version : 0, version), memberships,
                    writer);
        }
    }

    private record Move(String ref, long channelId, Position position, Memberships memberships, CursorWriter writer)
            implements
                Operation {

        @Override
        public boolean mayBlock(Caller caller) {
            return !memberships.isKnownOpen(channelId, caller.userId());
        }

        @Override
        public void perform(Caller caller) {
            if (memberships.isMember(channelId, caller.userId())) {
                writer.move(new Key(channelId, caller.userId()), position, new ToCaller(caller, ref));
            } else {
                new ToCaller(caller, ref).notFound();
            }
        }
    }

    private record ToCaller(Caller caller, String ref) implements CursorWriter.Answer {

        @Override
        public void stored() {
            caller.ok(ref);
        }

        @Override
        public void notFound() {
            caller.refuse(ref, ChatProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
        }

        @Override
        public void unavailable() {
            caller.refuse(ref, ChatProblem.STORE_UNAVAILABLE, "try again");
        }
    }
}
