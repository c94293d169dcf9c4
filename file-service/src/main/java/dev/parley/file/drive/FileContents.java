package dev.parley.file.drive;

import java.io.IOException;

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

    private final ContentReader reader;
    private final ContentDelivery delivery;

    FileContents(ContentReader reader, ContentDelivery delivery) {
        this.reader = reader;
        this.delivery = delivery;
    }

    /** Sends the content; a rejected file has none. */
    public void send(UserFile file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(file, ContentDelivery.Permission.GRANTED, request, response);
    }

    /** As above; the permission is asked for when bytes are about to leave. */
    public void send(UserFile file, ContentDelivery.Permission permission, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        long content = file.contentId().orElseThrow(() -> new ProblemException(FileProblem.FILE_REJECTED,
                file.statusReason() == null ? "the file was rejected" : file.statusReason()));
        try (ContentReader.Opened opened = reader.open(content).orElseThrow(() -> gone())) {
            delivery.deliver(opened, file.presentation(), permission, request, response);
        }
    }

    private static ProblemException gone() {
        return new ProblemException(FileProblem.FILE_NOT_FOUND, "the content is gone");
    }
}
