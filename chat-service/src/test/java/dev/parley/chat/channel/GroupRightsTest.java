package dev.parley.chat.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what in a group: every operation by every role, on targets of every role. */
class GroupRightsTest extends GroupCalls {

    private static final Instant LATER = Instant.now().plusSeconds(3600);

    /** A fresh group with two people of each role below the owner. */
    private static final class Cast {
        final Person owner = world.person();
        final Person admin = world.person();
        final Person otherAdmin = world.person();
        final Person member = world.person();
        final Person otherMember = world.person();
        final Person outsider = world.person();
        final Person newcomer = world.person();
        final String channel = group(owner, admin, otherAdmin, member, otherMember);

        Cast() {
            assertThat(setRole(owner, channel, admin, "admin").status()).isEqualTo(200);
            assertThat(setRole(owner, channel, otherAdmin, "admin").status()).isEqualTo(200);
        }

        Map<Long, Role> roles() {
            return Map.of(owner.userId(), Role.OWNER, admin.userId(), Role.ADMIN, otherAdmin.userId(), Role.ADMIN,
                    member.userId(), Role.MEMBER, otherMember.userId(), Role.MEMBER);
        }

        List<Person> actors() {
            return List.of(owner, admin, member, outsider);
        }
    }

    private interface Operation {
        Answer by(Person actor, Cast cast);
    }

    private record Rule(String name, Operation operation, List<String> answers) {}

    private static final String OK = "ok";
    private static final String NO = "forbidden";
    private static final String GONE = "channel-not-found";

    /** Answers to the owner, an admin, a member and somebody who is not in it. */
    private static final List<Rule> RULES = List.of(
            rule("read it", (me, c) -> view(me, c.channel), OK, OK, OK, GONE),
            rule("list members", (me, c) -> world.get(first, me, members(c.channel)), OK, OK, OK, GONE),
            rule("rename", (me, c) -> rename(me, c.channel, "New"), OK, OK, NO, GONE),
            rule("add", (me, c) -> add(me, c.channel, c.newcomer), OK, OK, NO, GONE),
            rule("remove a member", (me, c) -> remove(me, c.channel, c.otherMember), OK, OK, NO, GONE),
            rule("remove an admin", (me, c) -> remove(me, c.channel, c.otherAdmin), OK, NO, NO, GONE),
            rule("remove the owner", (me, c) -> remove(me, c.channel, c.owner), "owner-must-hand-over", NO, NO, GONE),
            rule("promote a member", (me, c) -> setRole(me, c.channel, c.otherMember, "admin"), OK, NO, NO, GONE),
            rule("demote an admin", (me, c) -> setRole(me, c.channel, c.otherAdmin, "member"), OK, NO, NO, GONE),
            rule("demote the owner", (me, c) -> setRole(me, c.channel, c.owner, "member"), NO, NO, NO, GONE),
            rule("promote oneself", (me, c) -> setRole(me, c.channel, me, "admin"), NO, NO, NO, GONE),
            rule("mute a member", (me, c) -> mute(me, c.channel, c.otherMember, LATER), OK, OK, NO, GONE),
            rule("mute an admin", (me, c) -> mute(me, c.channel, c.otherAdmin, LATER), OK, NO, NO, GONE),
            rule("mute the owner", (me, c) -> mute(me, c.channel, c.owner, LATER), NO, NO, NO, GONE),
            rule("unmute oneself", (me, c) -> mute(me, c.channel, me, null), NO, NO, NO, GONE),
            rule("hand over", (me, c) -> handOver(me, c.channel, c.otherMember), OK, NO, NO, GONE),
            rule("hand over to a stranger", (me, c) -> handOver(me, c.channel, c.newcomer), "member-not-found", NO, NO,
                    GONE),
            rule("remove a stranger", (me, c) -> remove(me, c.channel, c.newcomer), "member-not-found",
                    "member-not-found", NO, GONE),
            rule("leave", (me, c) -> leave(me, c.channel), "owner-must-hand-over", OK, OK, GONE),
            rule("dissolve", (me, c) -> dissolve(me, c.channel), OK, NO, NO, GONE));

    private static Rule rule(String name, Operation operation, String... answers) {
        return new Rule(name, operation, List.of(answers));
    }

    @Test
    void everyRoleMayWhatItMayAndNothingElse() {
        for (Rule rule : RULES) {
            Cast cast = new Cast();
            for (int who = 3; who >= 0; who--) { // from the least to the most: what is refused changes nothing
                Answer answer = rule.operation().by(cast.actors().get(who), cast);

                String got = answer.status() < 300 ? OK : code(answer);
                assertThat(got).as("%s, by %s", rule.name(), List.of("owner", "admin", "member", "a stranger").get(who))
                        .isEqualTo(rule.answers().get(who));
                if (got.equals(OK)) {
                    cast = new Cast();
                } else {
                    assertThat(roles(cast.channel)).as("nothing has changed").isEqualTo(cast.roles());
                }
            }
        }
    }

    @Test
    void aChannelOfTwoAndSavedMessagesHaveNoSuchOperations() {
        String direct = world.channel(first, ann, bob);
        String saved = world.post(first, ann, CHANNELS, Map.of("type", "saved")).body().get("id").stringValue();
        for (String channel : List.of(direct, saved)) {
            assertThat(List.of(rename(ann, channel, "x"), add(ann, channel, carol), remove(ann, channel, bob),
                    setRole(ann, channel, bob, "admin"), mute(ann, channel, bob, LATER), handOver(ann, channel, bob),
                    leave(ann, channel), dissolve(ann, channel))).extracting(GroupCalls::code)
                    .containsOnly("forbidden");
            assertThat(List.of(rename(carol, channel, "x"), leave(carol, channel), dissolve(carol, channel)))
                    .extracting(GroupCalls::code).containsOnly("channel-not-found");
        }
        assertThat(world.get(first, ann, members(direct)).body().get("items").findValuesAsString("role"))
                .containsExactly("member", "member");
    }
}
