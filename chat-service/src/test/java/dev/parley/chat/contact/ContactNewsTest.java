package dev.parley.chat.contact;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.parley.chat.ChatWorld.Person;
import dev.parley.chat.TestClient;
import dev.parley.chat.TwoNodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people's devices hear of contacts. */
class ContactNewsTest extends TwoNodes {

    private static List<String> states(TestClient client, Person about) {
        return client.frames().stream()
                .filter(frame -> frame.path("type").stringValue("").equals("contact"))
                .filter(frame -> frame.get("userId").stringValue().equals(about.id()))
                .map(frame -> frame.get("state").stringValue())
                .toList();
    }

    private static void awaitStates(TestClient client, Person about, String... states) {
        await().atMost(TestClient.PATIENCE).until(() -> states(client, about).size() >= states.length);
        assertThat(states(client, about)).containsExactly(states);
    }

    private static void call(Person person, String method, String path) {
        assertThat(world.call(HttpRequest.newBuilder(second.uri("/api/chat" + path))
                .header("Authorization", "Bearer " + person.token())
                .method(method, BodyPublishers.noBody())).status()).isEqualTo(204);
    }

    private static void request(Person from, Person to) {
        assertThat(world.post(first, from, "/api/chat/contacts", Map.of("userId", to.id())).status()).isEqualTo(201);
    }

    @Test
    void allDevicesOfBothHearWhatChangesForThem() {
        List<TestClient> anns = List.of(world.connect(first, ann), world.connect(second, ann));
        List<TestClient> bobs = List.of(world.connect(first, bob), world.connect(second, bob));

        request(ann, bob);
        call(bob, "POST", "/contacts/" + ann.id() + "/accept");
        call(ann, "DELETE", "/contacts/" + bob.id());

        anns.forEach(client -> awaitStates(client, bob, "requested", "accepted", "removed"));
        bobs.forEach(client -> awaitStates(client, ann, "received", "accepted", "removed"));
    }

    @Test
    void nobodyHearsOfABlockOrOfWhatABlockedPersonAsks() {
        TestClient anns = world.connect(first, ann);
        TestClient bobs = world.connect(second, bob);

        call(bob, "PUT", "/blocks/" + ann.id());
        request(ann, bob);
        call(bob, "DELETE", "/blocks/" + ann.id());
        awaitStates(anns, bob, "requested");
        assertThat(states(bobs, ann)).isEmpty();

        request(bob, ann); // she has asked
        awaitStates(anns, bob, "requested", "accepted");
        awaitStates(bobs, ann, "accepted");
    }
}
