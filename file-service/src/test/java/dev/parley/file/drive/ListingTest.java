package dev.parley.file.drive;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.parley.file.fixture.FileClient;

import static org.assertj.core.api.Assertions.assertThat;

class ListingTest extends DriveWorld {

    private String folder = "";

    @BeforeEach
    void fill() {
        folder = folder(ann(), "root", "folder");
        String first = place(annId, folder, "beta.txt", 300);
        place(annId, folder, "Alpha.txt", 100);
        place(annId, folder, "élan.txt", 200);
        place(annId, folder, "alpha.txt", 200);
        place(annId, folder, "Zeta.txt", 50);
        folder(ann(), folder, "zz inner");
        folder(ann(), folder, "aa inner");
        patch(ann(), first, java.util.Map.of("name", "gamma.txt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "name; asc; aa inner, zz inner, Alpha.txt, alpha.txt, élan.txt, gamma.txt, Zeta.txt",
        "name; desc; zz inner, aa inner, Zeta.txt, gamma.txt, élan.txt, alpha.txt, Alpha.txt",
        "size; asc; zz inner, aa inner, Zeta.txt, Alpha.txt, élan.txt, alpha.txt, gamma.txt",
        "size; desc; aa inner, zz inner, gamma.txt, alpha.txt, élan.txt, Alpha.txt, Zeta.txt",
        "created; asc; zz inner, aa inner, gamma.txt, Alpha.txt, élan.txt, alpha.txt, Zeta.txt",
        "created; desc; aa inner, zz inner, Zeta.txt, alpha.txt, élan.txt, Alpha.txt, gamma.txt",
        "modified; asc; zz inner, aa inner, Alpha.txt, élan.txt, alpha.txt, Zeta.txt, gamma.txt",
        "modified; desc; aa inner, zz inner, gamma.txt, Zeta.txt, alpha.txt, élan.txt, Alpha.txt"
    })
    void aFolderIsListedInEveryOrderWhateverTheSizeOfAPage(String sort, String order, String expected) {
        for (int limit : List.of(1, 2, 3, 7, 50)) {
            assertThat(names(ann(), DRIVE, "&sort=" + sort + "&order=" + order + "&folderId=" + folder, limit))
                    .as("pages of %d", limit).containsExactly(expected.split(", "));
        }
    }

    @Test
    void whatIsAddedOrRemovedBetweenPagesDisturbsNothingElse() {
        List<String> seen = new ArrayList<>();
        String query = DRIVE + "?sort=name&order=asc&limit=2&folderId=" + folder;
        JsonNode page = FileClient.json(ann().get(query));
        while (true) {
            page.at("/items").forEach(item -> seen.add(item.at("/name").asString()));
            place(folder, "added " + seen.size());
            delete(ann(), DRIVE + "/" + page.at("/items/0/id").asString());
            if (!page.has("nextCursor")) {
                break;
            }
            page = FileClient.json(ann().get(query + "&cursor=" + page.at("/nextCursor").asString()));
        }

        assertThat(seen).doesNotHaveDuplicates().contains("aa inner", "zz inner", "Alpha.txt", "alpha.txt", "élan.txt",
                "gamma.txt", "Zeta.txt");
    }

    @Test
    void aCursorIsGoodForItsFolderAndItsOrderOnly() {
        String query = DRIVE + "?limit=2&folderId=" + folder;
        String cursor = FileClient.json(ann().get(query + "&sort=name&order=asc")).at("/nextCursor").asString();

        for (String other : List.of(query + "&sort=size&order=asc", query + "&sort=name&order=desc", query,
                DRIVE + "?sort=name&order=asc")) {
            HttpResponse<byte[]> refused = ann().get(other + "&cursor=" + cursor);
            assertThat(refused.statusCode()).as(other).isEqualTo(422);
            assertThat(FileClient.json(refused).at("/errors/0/field").asString()).isEqualTo("cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=colour", "order=up", "limit=0", "limit=201", "cursor=nonsense", "cursor=!",
        "cursor=Mi9jcmVhdGVkL2Rlc2MvMC8xLzEveA"})
    void aListWithImpossibleParametersIsRefused(String query) {
        HttpResponse<byte[]> answer = ann().get(DRIVE + "?" + query);

        assertThat(answer.statusCode()).as(FileClient.text(answer)).isEqualTo(422);
        assertThat(FileClient.json(answer).at("/errors/0/field").asString())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }
}
