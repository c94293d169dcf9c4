package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PendingSendsTest {

    private static final long CHANNEL = Ids.next();
    private static final SendKey KEY = new SendKey(CHANNEL, 7, "a");

    private final InMemoryMessageLog messages = new InMemoryMessageLog();
    private final Fakes.Bus bus = new Fakes.Bus();
    private final List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();

    private PendingSends pending(Map<String, String> settings) {
        messages.create(CHANNEL);
        return new PendingSends(messages, bus, Fakes.settings(settings));
    }

    private Receipt store() {
        return messages.append(List.of(MessageLogContract.queued(CHANNEL, 7, "a"))).receipts().getFirst();
    }

    @Test
    void aReceiptFromAnotherNodeAnswersAllWhoWaitForTheMessageOnce() {
        PendingSends pending = pending(Map.of());
        pending.await(KEY, outcomes::add);
        pending.await(KEY, outcomes::add);
        byte[] receipts = MessageCodec.encode(new MessageCodec.Answers(List.of(store()), List.of()));

        bus.publish(PendingSends.topic("here"), receipts);
        bus.publish(PendingSends.topic("here"), receipts);

        assertThat(outcomes).hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOfSatisfying(SendOutcome.Stored.class,
                        stored -> assertThat(stored.version()).isEqualTo(1)));
    }

    @Test
    void aRefusalFromAnotherNodeSaysWhy() {
        PendingSends pending = pending(Map.of());
        pending.await(KEY, outcomes::add);

        bus.publish(PendingSends.topic("here"), MessageCodec.encode(new MessageCodec.Answers(List.of(),
                List.of(new MessageCodec.Refusal(KEY, ChatProblem.MESSAGE_RECALLED)))));

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(SendOutcome.Refused.class,
                refused -> assertThat(refused.problem()).isEqualTo(ChatProblem.MESSAGE_RECALLED));
    }

    @Test
    void aReceiptThatWasLostIsLookedUpInTheStore() {
        PendingSends pending = pending(Map.of("parley.chat.messages.ack-lookup-after", "1ms"));
        pending.await(KEY, outcomes::add);
        pending.confirmed(KEY);
        store();

        await().until(() -> {
            pending.sweep();
            return !outcomes.isEmpty();
        });
        assertThat(outcomes.getFirst()).isInstanceOf(SendOutcome.Stored.class);
    }

    @Test
    void aMessageThatCameTooLateIsRefusedAlsoWhenTheNewsOfItWasLost() {
        PendingSends pending = pending(Map.of("parley.chat.messages.ack-lookup-after", "1ms"));
        store();
        messages.close(CHANNEL);
        List<SendOutcome> ofLate = new ArrayList<>();
        pending.await(KEY, outcomes::add);
        pending.await(new SendKey(CHANNEL, 7, "late"), ofLate::add);
        pending.confirmed(KEY);
        pending.confirmed(new SendKey(CHANNEL, 7, "late"));

        await().until(() -> {
            pending.sweep();
            return !outcomes.isEmpty() && !ofLate.isEmpty();
        });
        assertThat(outcomes.getFirst()).isInstanceOf(SendOutcome.Stored.class);
        assertThat(ofLate).singleElement().isInstanceOfSatisfying(SendOutcome.Refused.class,
                refused -> assertThat(refused.problem()).isEqualTo(ChatProblem.CHANNEL_CLOSED));
    }

    @Test
    void withoutAConfirmTheSenderIsToldToTryAgain() {
        PendingSends pending = pending(Map.of("parley.chat.messages.confirm-timeout", "1ms"));
        pending.await(KEY, outcomes::add);

        awaitRefusal(pending, ChatProblem.QUEUE_UNAVAILABLE);
    }

    @Test
    void whenTheStoreIsLateTheSenderIsToldThatTheOutcomeIsNotKnown() {
        PendingSends pending = pending(Map.of("parley.chat.messages.confirm-timeout", "1ms",
                "parley.chat.messages.send-timeout", "2ms"));
        pending.await(KEY, outcomes::add);
        pending.confirmed(KEY);

        awaitRefusal(pending, ChatProblem.OUTCOME_UNKNOWN);
    }

    private void awaitRefusal(PendingSends pending, ChatProblem problem) {
        await().until(() -> {
            pending.sweep();
            return !outcomes.isEmpty();
        });
        assertThat(outcomes.getFirst()).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.problem()).isEqualTo(problem);
            assertThat(refused.problem().retryable()).isTrue();
        });
    }

    @Test
    void noMoreWaitThanConfigured() {
        PendingSends pending = pending(Map.of("parley.chat.messages.max-pending", "1"));

        assertThat(pending.await(KEY, outcomes::add)).isTrue();
        assertThat(pending.await(new SendKey(CHANNEL, 7, "b"), outcomes::add)).isFalse();
        assertThat(outcomes).isEmpty();
    }
}
