package dev.parley.chat.contact;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.parley.chat.ChatWorld.Answer;
import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestNode;
import dev.parley.chat.TwoNodes;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Contacts, blocks and settings over HTTP. */
class ContactApiTest extends TwoNodes {

    private static final String CONTACTS = "/api/chat/contacts";
    private static final String BLOCKS = "/api/chat/blocks";
    private static final String SETTINGS = "/api/chat/settings";

    private final Person carl = world.person();

    private static Answer call(TestNode node, String method, Person person, String path, String body) {
        return world.call(HttpRequest.newBuilder(node.uri(path))
                .header("Authorization", "Bearer " + person.token())
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static Answer request(Person from, Person to) {
        return world.post(first, from, CONTACTS, Map.of("userId", to.id()));
    }

    private static int act(Person person, String method, String path) {
        return call(second, method, person, path, "").status();
    }

    private static List<String> contacts(Person person, String state) {
        return world.get(second, person, CONTACTS + "?state=" + state).body().get("items")
                .findValuesAsString("userId");
    }

    private static List<String> blocked(Person person) {
        return world.get(second, person, BLOCKS).body().get("items").findValuesAsString("userId");
    }

    private static String code(Answer answer) {
        return answer.body().path("code").stringValue("");
    }

    @Test
    void whoIsAskedSeesTheRequestAndAccepts() {
        Answer asked = request(ann, bob);

        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.body().get("state").stringValue()).isEqualTo("requested");
        assertThat(asked.body().get("userId").stringValue()).isEqualTo(bob.id());
        assertThat(contacts(ann, "requested")).containsExactly(bob.id());
        assertThat(contacts(bob, "received")).containsExactly(ann.id());

        assertThat(act(bob, "POST", CONTACTS + "/" + ann.id() + "/accept")).isEqualTo(204);
        assertThat(act(bob, "POST", CONTACTS + "/" + ann.id() + "/accept")).as("again").isEqualTo(204);

        assertThat(contacts(ann, "accepted")).containsExactly(bob.id());
        assertThat(contacts(bob, "accepted")).containsExactly(ann.id());
        assertThat(contacts(ann, "requested")).isEmpty();
        assertThat(request(bob, ann).status()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsMadeAgainStaysAsItIs() {
        JsonNode asked = request(ann, bob).body();
        Answer again = request(ann, bob);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(asked);
    }

    @Test
    void whoIsDeclinedMayAskAgain() {
        request(ann, bob);

        assertThat(act(bob, "POST", CONTACTS + "/" + ann.id() + "/decline")).isEqualTo(204);

        assertThat(contacts(ann, "requested")).isEmpty();
        assertThat(contacts(bob, "received")).isEmpty();
        assertThat(request(ann, bob).status()).isEqualTo(201);
    }

    @Test
    void aRequestIsWithdrawnAndAContactEndedByEitherSide() {
        request(ann, bob);
        assertThat(act(ann, "DELETE", CONTACTS + "/" + bob.id())).isEqualTo(204);
        assertThat(contacts(bob, "received")).isEmpty();

        request(ann, bob);
        assertThat(request(bob, ann).body().get("state").stringValue()).isEqualTo("accepted");
        assertThat(act(bob, "DELETE", CONTACTS + "/" + ann.id())).isEqualTo(204);
        assertThat(contacts(ann, "accepted")).isEmpty();
        assertThat(world.count("SELECT COUNT(*) FROM relations WHERE user_id = ? OR other_id = ?", ann.userId(),
                ann.userId())).as("nothing is left in the store").isZero();
    }

    @Test
    void nobodyButWhoIsAskedAcceptsOrDeclines() {
        request(ann, bob);

        for (String what : List.of("accept", "decline")) {
            for (Person other : List.of(ann, carl)) {
                Person about = other == ann ? bob : ann;
                Answer answer = call(first, "POST", other, CONTACTS + "/" + about.id() + "/" + what, "");
                assertThat(answer.status()).as(what).isEqualTo(404);
                assertThat(code(answer)).isEqualTo("contact-not-found");
            }
        }
        assertThat(act(carl, "DELETE", CONTACTS + "/" + ann.id())).isEqualTo(404);
        assertThat(contacts(bob, "received")).containsExactly(ann.id());
        assertThat(contacts(carl, "received")).isEmpty();
    }

    @Test
    void requestsThatCrossEndAccepted() throws Exception {
        for (int round = 0; round < 10; round++) {
            Person one = world.person();
            Person other = world.person();
            List<Answer> answers = new ArrayList<>();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var answer : executor.invokeAll(IntStream.range(0, 8).<Callable<Answer>>mapToObj(
                        i -> () -> world.post(i % 4 < 2 ? first : second, i % 2 == 0 ? one : other, CONTACTS,
                                Map.of("userId", i % 2 == 0 ? other.id() : one.id())))
                        .toList())) {
                    answers.add(answer.get());
                }
            }
            assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
            assertThat(contacts(one, "accepted")).containsExactly(other.id());
            assertThat(contacts(other, "accepted")).containsExactly(one.id());
        }
    }

    @Test
    void requestsAndBlocksAtTheSameMomentNeverLeaveARequestWithWhoBlocks() throws Exception {
        for (int round = 0; round < 10; round++) {
            Person asking = world.person();
            Person blocking = world.person();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var done : executor.invokeAll(List.<Callable<Integer>>of(
                        () -> request(asking, blocking).status(),
                        () -> act(blocking, "PUT", BLOCKS + "/" + asking.id()),
                        () -> request(asking, blocking).status()))) {
                    assertThat(done.get()).isBetween(200, 204);
                }
            }
            assertThat(contacts(blocking, "received")).isEmpty();
            assertThat(blocked(blocking)).containsExactly(asking.id());
        }
    }

    @Test
    void whoIsBlockedAsksAndLearnsNothing() {
        assertThat(act(bob, "PUT", BLOCKS + "/" + ann.id())).isEqualTo(204);
        assertThat(act(bob, "PUT", BLOCKS + "/" + ann.id())).as("again").isEqualTo(204);

        Answer blockedOne = request(ann, bob);
        Answer anyOther = request(ann, carl);

        assertThat(blockedOne.status()).isEqualTo(anyOther.status());
        assertThat(blockedOne.body().get("state")).isEqualTo(anyOther.body().get("state"));
        assertThat(request(ann, bob).status()).isEqualTo(request(ann, carl).status());
        assertThat(contacts(ann, "requested")).containsExactlyInAnyOrder(bob.id(), carl.id());
        assertThat(contacts(bob, "received")).isEmpty();
        assertThat(blocked(bob)).containsExactly(ann.id());
        assertThat(blocked(ann)).isEmpty();
        assertThat(act(bob, "DELETE", BLOCKS + "/" + ann.id())).isEqualTo(204);
        assertThat(act(bob, "DELETE", BLOCKS + "/" + ann.id())).as("again").isEqualTo(204);
        request(ann, bob);
        assertThat(contacts(bob, "received")).containsExactly(ann.id());
    }

    @Test
    void aBlockEndsTheContactAndWhoBlocksCannotAsk() {
        request(ann, bob);
        request(bob, ann);

        assertThat(act(ann, "PUT", BLOCKS + "/" + bob.id())).isEqualTo(204);

        assertThat(contacts(ann, "accepted")).isEmpty();
        assertThat(contacts(bob, "accepted")).isEmpty();
        Answer refused = request(ann, bob);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(code(refused)).isEqualTo("blocked-by-you");
    }

    @Test
    void listsPageWithoutMissingAnybodyTheNewestFirst() {
        List<String> asked = new ArrayList<>();
        List<String> blocked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Person other = world.person();
            request(ann, other);
            asked.addFirst(other.id());
            Person nuisance = world.person();
            act(ann, "PUT", BLOCKS + "/" + nuisance.id());
            blocked.addFirst(nuisance.id());
        }

        assertThat(pages(CONTACTS + "?state=requested&limit=2")).isEqualTo(asked);
        assertThat(pages(BLOCKS + "?limit=2")).isEqualTo(blocked);
    }

    private List<String> pages(String path) {
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = world.get(first, ann, path + cursor).body();
            assertThat(page.get("items").size()).isBetween(1, 2);
            listed.addAll(page.get("items").findValuesAsString("userId"));
            cursor = page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").stringValue() : "";
        } while (!cursor.isEmpty());
        return listed;
    }

    @Test
    void peopleWhoDoNotExistAreNotFound() {
        String nobody = Ids.format(Ids.next());

        Answer asked = world.post(first, ann, CONTACTS, Map.of("userId", nobody));
        Answer blocked = call(first, "PUT", ann, BLOCKS + "/" + nobody, "");

        assertThat(List.of(asked.status(), blocked.status())).containsOnly(404);
        assertThat(List.of(code(asked), code(blocked))).containsOnly("user-not-found");
        assertThat(world.count("SELECT COUNT(*) FROM relations WHERE user_id = ?", ann.userId())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"GET, /contacts?state=none, '', state", "GET, /contacts?limit=0, '', limit",
        "GET, /contacts?cursor=x, '', cursor", "GET, /blocks?limit=201, '', limit",
        "GET, /blocks?cursor=____________________, '', cursor", "POST, /contacts, '{}', userId",
        "POST, /contacts, '{\"userId\":\"?\"}', userId",
        "PATCH, /settings, '{\"whoMayWrite\":\"nobody\"}', whoMayWrite"})
    void badInputNamesTheField(String method, String path, String body, String field) {
        Answer answer = call(first, method, ann, "/api/chat" + path, body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").get(0).get("field").stringValue()).isEqualTo(field);
    }

    @Test
    void nobodyIsTheirOwnContactOrBlocksThemselves() {
        assertThat(request(ann, ann).status()).isEqualTo(422);
        assertThat(act(ann, "PUT", BLOCKS + "/" + ann.id())).isEqualTo(422);
    }

    @Test
    void settingsAreKeptAndEverybodyHasTheirOwn() {
        assertThat(world.get(first, ann, SETTINGS).body().get("whoMayWrite").stringValue()).isEqualTo("everyone");

        Answer changed = call(first, "PATCH", ann, SETTINGS, "{\"whoMayWrite\":\"contacts\"}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().get("whoMayWrite").stringValue()).isEqualTo("contacts");
        assertThat(call(second, "PATCH", ann, SETTINGS, "{}").body()).isEqualTo(changed.body());
        assertThat(world.get(second, bob, SETTINGS).body().get("whoMayWrite").stringValue()).isEqualTo("everyone");
    }
}
