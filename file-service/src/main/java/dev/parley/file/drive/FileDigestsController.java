package dev.parley.file.drive;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.content.DigestSchedule;
import dev.parley.file.content.UniqueFiles;
import dev.parley.platform.identity.Identity;

/** What is known of a file's content without reading it. Who may call: the owner. */
@RestController
class FileDigestsController {

    private final Entries entries;
    private final UniqueFiles contents;

    FileDigestsController(Entries entries, UniqueFiles contents) {
        this.entries = entries;
        this.contents = contents;
    }

    /** All digests that are known; none while a file is processed, or when it was rejected. */
    record Digests(List<Digest> digests) {}

    /** One of them, most significant byte first. */
    record Digest(String algorithm, String hex, String base64) {}

    @GetMapping("/api/files/drive/{id}/digests")
    Digests digests(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        UserFile file = entries.requireOwn(id, me.userId());
        if (file.isFolder()) {
            throw Entries.notFound(id);
        }
        Map<String, byte[]> known = new TreeMap<>();
        file.contentId().ifPresent(content -> known.putAll(contents.digests(content)));
        file.sha256().ifPresent(digest -> known.put(DigestSchedule.IDENTITY, digest.bytes()));
        return new Digests(known.entrySet().stream().map(each -> new Digest(each.getKey(),
                HexFormat.of().formatHex(each.getValue()), Base64.getEncoder().encodeToString(each.getValue())))
                .toList());
    }
}
