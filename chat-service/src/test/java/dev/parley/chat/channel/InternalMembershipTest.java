package dev.parley.chat.channel;

import java.net.http.HttpRequest;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** What other services learn of somebody's channels, with that person's token. */
class InternalMembershipTest extends GroupCalls {

    @Test
    void theMembersOfAGroupAndOnlyTheyBelongToIt() {
        String group = group(ann, bob);

        assertThat(membership(ann, group).status()).isEqualTo(204);
        assertThat(membership(bob, group).status()).isEqualTo(204);
        assertNone(membership(stranger, group));
    }

    @Test
    void bothOfTwoBelongToTheirChannelAndOnlyOneToTheirSavedMessages() {
        String two = world.channel(first, ann, bob);
        String saved = call(first, "POST", ann, CHANNELS, java.util.Map.of("type", "saved")).body().get("id")
                .stringValue();

        assertThat(membership(ann, two).status()).isEqualTo(204);
        assertThat(membership(bob, two).status()).isEqualTo(204);
        assertNone(membership(carol, two));
        assertThat(membership(ann, saved).status()).isEqualTo(204);
        assertNone(membership(bob, saved));
    }

    @Test
    void whoJoinsBelongsAtOnceAndWhoLeavesOrIsRemovedOrDissolvesNoLongerOnAnyNode() {
        String group = group(ann, bob);
        assertNone(membership(carol, group));
        add(ann, group, carol);
        assertThat(membership(carol, group).status()).isEqualTo(204);

        leave(bob, group);
        remove(ann, group, carol);

        assertNone(membership(bob, group));
        assertNone(membership(carol, group));
        dissolve(ann, group);
        assertNone(membership(ann, group));
    }

    @Test
    void whatIsNoChannelHasNoMembersAndWhoIsNotSignedInAsksNothing() {
        assertNone(membership(ann, Ids.format(Ids.next())));
        assertNone(membership(ann, "nonsense"));
        assertThat(world.call(HttpRequest.newBuilder(first.uri(path(group(ann))))).status()).isEqualTo(401);
    }

    private static void assertNone(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo("channel-not-found");
    }

    private static Answer membership(Person who, String channel) {
        return call(first, "GET", who, path(channel), null);
    }

    private static String path(String channel) {
        return "/internal/channels/" + channel + "/membership";
    }
}
