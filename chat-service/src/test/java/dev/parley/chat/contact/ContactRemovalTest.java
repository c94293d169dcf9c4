package dev.parley.chat.contact;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;
import dev.parley.chat.settings.ContactSettings;
import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What is left of a person, and of what others had of them, after their account is deleted. */
class ContactRemovalTest extends TwoNodes {

    private final Contacts contacts = new Contacts(first.bean(Relations.class), first.bean(ContactNews.class),
            new ContactSettings(500, 500, 500), Clock.systemUTC());

    private static void assertNothingIsLeftOf(Person person) {
        await().atMost(TestClient.PATIENCE).untilAsserted(() -> assertInNoTable(person));
    }

    private static void assertInNoTable(Person person) {
        // All tables, those too that are made later: a new one with people in it must be thought of.
        for (Map<String, Object> column : world.jdbc().sql("""
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = DATABASE() AND data_type = 'bigint' AND table_name <> 'deleted_users'""")
                .query().listOfRows()) {
            String table = String.valueOf(column.get("table_name"));
            String name = String.valueOf(column.get("column_name"));
            assertThat(world.count("SELECT COUNT(*) FROM " + table + " WHERE " + name + " = ?", person.userId()))
                    .as(table + "." + name)
                    .isZero();
        }
    }

    @Test
    void contactsRequestsBlocksAndSettingsAreRemovedOnBothSides() {
        long me = ann.userId();
        contacts.request(me, bob.userId());
        contacts.accept(bob.userId(), me);
        contacts.request(me, world.person().userId());
        contacts.request(world.person().userId(), me);
        contacts.block(me, world.person().userId());
        contacts.block(world.person().userId(), me);
        first.bean(UserSettings.class).choose(me, WhoMayWrite.CONTACTS);
        contacts.request(bob.userId(), world.person().userId());

        world.delete(first, ann);

        assertNothingIsLeftOf(ann);
        assertThat(world.count("SELECT COUNT(*) FROM relations WHERE user_id = ?", bob.userId()))
                .as("others keep what they have of each other").isOne();
    }

    @Test
    void nothingIsAddedAboutSomebodyWhoIsDeleted() {
        world.delete(first, ann);

        for (Runnable attempt : List.<Runnable>of(() -> contacts.request(bob.userId(), ann.userId()),
                () -> contacts.request(ann.userId(), bob.userId()), () -> contacts.block(bob.userId(), ann.userId()),
                () -> contacts.block(ann.userId(), bob.userId()),
                () -> first.bean(UserSettings.class).choose(ann.userId(), WhoMayWrite.CONTACTS))) {
            assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt::run)
                    .withMessageContaining("there is no user " + ann.id());
        }
        assertNothingIsLeftOf(ann);
    }

    @Test
    void requestsAtTheMomentOfTheDeletionLeaveNothingBehind() throws Exception {
        for (int round = 0; round < 5; round++) {
            Person leaving = world.person();
            List<Callable<Void>> requests = java.util.stream.IntStream.range(0, 8).<Callable<Void>>mapToObj(i -> () -> {
                try {
                    contacts.request(world.person().userId(), leaving.userId());
                } catch (ProblemException goneAlready) {
                    assertThat(goneAlready).hasMessageContaining("there is no user");
                }
                return null;
            }).toList();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                executor.execute(() -> world.announceDeletion(second, leaving));
                for (var done : executor.invokeAll(requests)) {
                    done.get();
                }
            }
            world.delete(first, leaving);
            assertNothingIsLeftOf(leaving);
        }
    }
}
