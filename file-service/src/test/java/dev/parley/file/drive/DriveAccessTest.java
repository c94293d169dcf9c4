package dev.parley.file.drive;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.parley.file.fixture.FileClient;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** Only the owner may do anything with a drive: for others its files, folders and trash do not exist. */
class DriveAccessTest extends DriveWorld {

    private String file = "";
    private String folder = "";
    private String trashed = "";

    @BeforeEach
    void fill() {
        file = place("root", "file.txt");
        folder = folder(ann(), "root", "folder");
        trashed = place("root", "trashed.txt");
        assertThat(delete(ann(), DRIVE + "/" + trashed).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "GET; /api/files/drive/{file}; ",
        "GET; /api/files/drive/{folder}; ",
        "GET; /api/files/drive?folderId={folder}; ",
        "GET; /api/files/drive/{file}/content; ",
        "PATCH; /api/files/drive/{file}; {\"name\": \"stolen\"}",
        "PATCH; /api/files/drive/{folder}; {\"name\": \"stolen\"}",
        "PATCH; /api/files/drive/{file}; {\"folderId\": \"root\"}",
        "POST; /api/files/drive/folders; {\"name\": \"intruder\", \"folderId\": \"{folder}\"}",
        "POST; /api/files/drive/{file}/copy; {\"name\": \"stolen\"}",
        "POST; /api/files/drive/{folder}/copy; {\"name\": \"stolen\"}",
        "DELETE; /api/files/drive/{file}; ",
        "DELETE; /api/files/drive/{folder}; ",
        "POST; /api/files/trash/{trashed}/restore; {}",
        "DELETE; /api/files/trash/{trashed}; "
    })
    void forOthersItDoesNotExist(String method, String path, @Nullable String body) {
        HttpResponse<byte[]> others = send(bob, method, path, body, file, folder, trashed);
        String unknown = Ids.format(Ids.next());
        HttpResponse<byte[]> none = send(bob, method, path, body, unknown, unknown, unknown);

        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(FileClient.text(others).replace(file, "?").replace(folder, "?").replace(trashed, "?"))
                .isEqualTo(FileClient.text(none).replace(unknown, "?"));
        assertThat(send(stranger(), method, path, body, file, folder, trashed).statusCode()).isEqualTo(401);
        assertThat(names(ann(), "root")).containsExactly("folder", "file.txt");
        assertThat(names(ann(), folder)).isEmpty();
        assertThat(names(ann(), "/api/files/trash", "", 50)).containsExactly("trashed.txt");
        assertThat(names(bob, "root")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "GET; /api/files/drive; ",
        "GET; /api/files/drive/usage; ",
        "GET; /api/files/drive/search?q=file; ",
        "GET; /api/files/trash; ",
        "DELETE; /api/files/trash; ",
        "POST; /api/files/drive/folders; {\"name\": \"mine\"}"
    })
    void whatHasNoIdIsOnesOwnAndNeedsAToken(String method, String path, @Nullable String body) {
        assertThat(send(stranger(), method, path, body, file, folder, trashed).statusCode()).isEqualTo(401);

        HttpResponse<byte[]> bobs = send(bob, method, path, body, file, folder, trashed);

        assertThat(bobs.statusCode()).isBetween(200, 204);
        assertThat(FileClient.text(bobs)).doesNotContain(file, folder, trashed);
        assertThat(names(ann(), "root")).containsExactly("folder", "file.txt");
        assertThat(names(ann(), "/api/files/trash", "", 50)).containsExactly("trashed.txt");
    }

    private static HttpResponse<byte[]> send(FileClient person, String method, String path, @Nullable String body,
            String file,
            String folder, String trashed) {
        String filled = (body == null ? "" : body).replace("{folder}", folder);
        return person.send(method, path.replace("{file}", file).replace("{folder}", folder)
                .replace("{trashed}", trashed), BodyPublishers.ofString(filled), "Content-Type", "application/json");
    }
}
