package dev.parley.file.drive;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

class SearchTest extends DriveWorld {

    @Autowired
    private Folders folders;

    @Test
    void filesAndFoldersAreFoundByAPartOfTheirNameNewestFirst() {
        String folder = folder(ann(), "root", "Annual reports");
        place(folder, "REPORT 2025.pdf");
        place("root", "minutes.txt");
        place("root", "my report, last.odt");
        place(dev.parley.platform.id.Ids.next(), "root", "report of somebody else", 10);

        assertThat(found("report")).containsExactly("my report, last.odt", "REPORT 2025.pdf", "Annual reports");
        assertThat(found("PORT 20")).containsExactly("REPORT 2025.pdf");
        assertThat(found("nothing")).isEmpty();
    }

    @Test
    void allScriptsAreFoundAndNoCharacterIsSpecial() {
        for (String name : List.of("100% sure.txt", "100 sure.txt", "a_b!c.txt", "aXb!c.txt", "ÜBUNG Straße.txt",
                "家族の写真.jpg", "party 🎉.png")) {
            place("root", name);
        }

        assertThat(found("0%")).containsExactly("100% sure.txt");
        assertThat(found("a_b!")).containsExactly("a_b!c.txt");
        assertThat(found("übung")).containsExactly("ÜBUNG Straße.txt");
        assertThat(found("u\u0308bung")).as("another spelling").containsExactly("ÜBUNG Straße.txt");
        assertThat(found("の写")).containsExactly("家族の写真.jpg");
        assertThat(found("🎉")).containsExactly("party 🎉.png");
    }

    @Test
    void whatIsInTheTrashIsNotFound() {
        String folder = folder(ann(), "root", "folder");
        place(folder, "needle 1");
        String trashed = place("root", "needle 2");
        place("root", "needle 3");
        delete(ann(), DRIVE + "/" + folder);
        delete(ann(), DRIVE + "/" + trashed);

        assertThat(found("needle")).containsExactly("needle 3");
    }

    @Test
    void aLongListIsFoundPageByPageAcrossTheBoundsOfARequest() {
        for (int i = 0; i < 30; i++) {
            place("root", (i % 3 == 0 ? "needle " : "hay ") + i);
        }
        assertThat(names(ann(), DRIVE + "/search", "&q=needle", 3)).hasSize(10).doesNotHaveDuplicates();

        Search narrow = new Search(jdbc, folders, 2);
        List<String> found = new ArrayList<>();
        Long next = Long.MAX_VALUE;
        int requests = 0;
        while (next != null) {
            Search.Found page = narrow.find(annId, "needle", next, 4);
            page.entries().forEach(entry -> found.add(entry.name()));
            next = page.next();
            requests++;
        }
        assertThat(found).hasSize(10).doesNotHaveDuplicates();
        assertThat(requests).as("bounded ones").isGreaterThan(2);
    }

    @Test
    void aSearchWithImpossibleParametersIsRefused() {
        for (String query : List.of("q=", "q=%20", "q=" + "x".repeat(101), "q=a&limit=0", "q=a&limit=201",
                "q=a&cursor=nonsense", "q=a&cursor=!")) {
            assertThat(ann().get(DRIVE + "/search?" + query).statusCode()).as(query).isEqualTo(422);
        }
    }

    private List<String> found(String text) {
        return names(ann(), DRIVE + "/search", "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8), 50);
    }
}
