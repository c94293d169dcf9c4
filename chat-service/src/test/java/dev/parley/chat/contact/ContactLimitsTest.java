package dev.parley.chat.contact;

import java.time.Clock;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.chat.TwoNodes;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ContactSettings;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How much one person may keep about others; with limits of two. */
@SuppressWarnings("NullAway.Init")
class ContactLimitsTest extends TwoNodes {

    private final long me = ann.userId();
    private Contacts contacts;

    @BeforeEach
    void limitsOfTwo() {
        contacts = new Contacts(first.bean(Relations.class), first.bean(ContactNews.class),
                new ContactSettings(2, 2, 2), Clock.systemUTC());
    }

    private static long somebody() {
        return world.person().userId();
    }

    private static void assertLimitReached(ThrowingCallable call) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ChatProblem.LIMIT_REACHED));
    }

    @Test
    void whoHasTooManyRequestsOpenWithdrawsOneFirst() {
        long firstAsked = somebody();
        contacts.request(me, firstAsked);
        contacts.request(me, somebody());

        assertLimitReached(() -> contacts.request(me, somebody()));

        contacts.request(me, firstAsked); // stands already
        contacts.remove(me, firstAsked);
        contacts.request(me, somebody());
    }

    @Test
    void aRequestToSomebodyWhoBlocksCountsLikeAnyOther() {
        long blocking = somebody();
        contacts.block(blocking, me);
        contacts.request(me, blocking);
        contacts.request(me, somebody());

        assertLimitReached(() -> contacts.request(me, somebody()));
    }

    @Test
    void nobodyGetsMoreContactsThanTheLimitByAcceptingOrByBeingAccepted() {
        long busy = somebody();
        for (int i = 0; i < 2; i++) {
            long other = somebody();
            contacts.request(other, busy);
            contacts.accept(busy, other);
        }
        contacts.request(busy, me);
        contacts.request(me, somebody());

        assertLimitReached(() -> contacts.accept(me, busy));
        assertLimitReached(() -> contacts.request(me, busy));
        contacts.decline(me, busy);
    }

    @Test
    void whoBlocksTooManyUnblocksOneFirst() {
        long firstBlocked = somebody();
        contacts.block(me, firstBlocked);
        contacts.block(me, somebody());

        assertLimitReached(() -> contacts.block(me, somebody()));

        contacts.block(me, firstBlocked); // stands already
        contacts.unblock(me, firstBlocked);
        contacts.block(me, somebody());
    }
}
