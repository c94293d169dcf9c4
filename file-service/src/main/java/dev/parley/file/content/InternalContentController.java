package dev.parley.file.content;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Contents for Parley's own workers. Who may call: whoever has a valid capability URL; the gateway does not route here. */
@RestController
class InternalContentController {

    private final ContentCapability capability;
    private final ContentReader reader;
    private final ContentDelivery delivery;

    InternalContentController(ContentCapability capability, ContentReader reader, ContentDelivery delivery) {
        this.capability = capability;
        this.reader = reader;
        this.delivery = delivery;
    }

    @GetMapping("/internal/contents/{id}")
    void content(@PathVariable String id, @RequestParam long expires, @RequestParam String signature,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!capability.allows(id, expires, signature)) {
            throw new ProblemException(FileProblem.CAPABILITY_REFUSED, "the address is expired or was changed");
        }
        Optional<ContentReader.Opened> found = reader.open(Ids.parse(id).orElseThrow());
        try (ContentReader.Opened opened = found.orElseThrow(() -> new ProblemException(FileProblem.FILE_NOT_FOUND,
                "the content is gone"))) {
            delivery.deliver(opened,
                    new ContentDelivery.Presentation("content", MediaType.APPLICATION_OCTET_STREAM, null),
                    ContentDelivery.Permission.GRANTED, request, response);
        }
    }
}
