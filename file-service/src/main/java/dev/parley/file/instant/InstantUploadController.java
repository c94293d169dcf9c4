package dev.parley.file.instant;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.content.Sha256;
import dev.parley.file.drive.DriveEntry;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileName;
import dev.parley.file.drive.Folders;
import dev.parley.file.drive.MediaTypes;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.InvalidRequest;

/** Instant uploads. Who may call: any signed-in person; a challenge exists only for the one who asked for it. */
@RestController
@RequestMapping("/api/files/instant-uploads")
class InstantUploadController {

    private final InstantUploads uploads;

    InstantUploadController(InstantUploads uploads) {
        this.uploads = uploads;
    }

    /** What the client has. */
    record Offer(@Nullable String sha256, @Nullable Long size, @Nullable String name, @Nullable String mediaType,
            @Nullable String folderId) {}

    /** Whether the content is here, and if so what is to be proved. */
    record Reply(boolean known, @Nullable String id, @Nullable String nonce, @Nullable List<ChallengeRange> ranges,
            @Nullable Instant expiresAt) {

        static final Reply UNKNOWN = new Reply(false, null, null, null, null);

        static Reply of(Challenge challenge) {
            String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.nonce());
            return new Reply(true, Ids.format(challenge.id()), nonce, challenge.ranges(), challenge.expiresAt());
        }
    }

    /** The answer to a challenge. */
    record Proof(@Nullable String proof) {}

    @PostMapping
    ResponseEntity<Reply> offer(@AuthenticationPrincipal Identity me, @RequestBody Offer offer) {
        List<FieldViolation> violations = new ArrayList<>();
        Optional<Sha256> digest = Sha256.parse(offer.sha256() == null ? "" : offer.sha256());
        if (digest.isEmpty()) {
            violations.add(new FieldViolation("sha256", "must be 64 hexadecimal digits"));
        }
        long size = offer.size() == null ? -1 : offer.size();
        if (size < 0) {
            violations.add(new FieldViolation("size", "must be a number of bytes"));
        }
        String name = FileName.normalize(offer.name() == null ? "" : offer.name());
        FileName.violation(name).ifPresent(violation -> violations.add(new FieldViolation("name", violation)));
        if (!violations.isEmpty()) {
            throw InvalidRequest.of(violations);
        }
        FileDescription description = new FileDescription(name, MediaTypes.orOctets(offer.mediaType()), null);
        return uploads.offer(me.userId(), digest.orElseThrow(), size, Folders.parse(offer.folderId()), description)
                .map(challenge -> ResponseEntity.status(HttpStatus.CREATED).body(Reply.of(challenge)))
                .orElseGet(() -> ResponseEntity.ok(Reply.UNKNOWN));
    }

    @PostMapping("/{id}/proof")
    @ResponseStatus(HttpStatus.CREATED)
    DriveEntry prove(@AuthenticationPrincipal Identity me, @PathVariable String id, @RequestBody Proof proof)
            throws IOException {
        Sha256 digest = Sha256.parse(proof.proof() == null ? "" : proof.proof())
                .orElseThrow(() -> InvalidRequest.of("proof", "must be 64 hexadecimal digits"));
        long challenge = Ids.parse(id).orElseThrow(InstantUploads::expired);
        return DriveEntry.of(uploads.prove(challenge, me.userId(), HexFormat.of().parseHex(digest.hex())));
    }
}
