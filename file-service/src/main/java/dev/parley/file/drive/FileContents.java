package dev.parley.file.drive;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.content.ContentDelivery;
import dev.parley.file.content.ContentReader;
import dev.parley.platform.problem.ProblemException;

/** Sends the content of a user file to somebody of whom it is already known that they may read it. */
@Component
public class FileContents {

    private static final int ATTEMPTS = 3;

    private final ContentReader reader;
    private final ContentDelivery delivery;
    private final UserFiles files;

    FileContents(ContentReader reader, ContentDelivery delivery, UserFiles files) {
        this.reader = reader;
        this.delivery = delivery;
        this.files = files;
    }

    /** Sends the content; a rejected file has none. */
    public void send(UserFile file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(file, ContentDelivery.Permission.GRANTED, request, response);
    }

    /** As above; the permission is asked for when bytes are about to leave. */
    public void send(UserFile file, ContentDelivery.Permission permission, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        try (ContentReader.Opened opened = open(file)) {
            delivery.deliver(opened, file.presentation(), permission, request, response);
        }
    }

    /**
     * Opens the content of a file that was looked up a while ago. When it turned out meanwhile to be one that was here before, it is that
     * one.
     *
     * @throws ProblemException {@code file-rejected} when the file has no content, {@code file-not-found} when it is gone
     */
    public ContentReader.Opened open(UserFile file) throws IOException {
        Optional<UserFile> current = Optional.of(file);
        for (int attempt = 0; attempt < ATTEMPTS && current.isPresent(); attempt++) {
            Optional<ContentReader.Opened> opened = reader.open(contentOf(current.get()));
            if (opened.isPresent()) {
                return opened.get();
            }
            current = files.find(file.id());
        }
        throw new ProblemException(FileProblem.FILE_NOT_FOUND, "the content is gone");
    }

    private static long contentOf(UserFile file) {
        return file.contentId().orElseThrow(() -> new ProblemException(FileProblem.FILE_REJECTED,
                Optional.ofNullable(file.statusReason()).orElse("the file was rejected")));
    }
}
