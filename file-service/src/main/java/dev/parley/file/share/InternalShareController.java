package dev.parley.file.share;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Links for Parley's other services, which act for somebody who gave them the link and keep no access token of that person. Who may
 * call: whoever has the token of the link, which is the right itself; the gateway does not route here.
 */
@RestController
class InternalShareController {

    private final SharedFiles sharedFiles;

    InternalShareController(SharedFiles sharedFiles) {
        this.sharedFiles = sharedFiles;
    }

    @GetMapping("/internal/shares/{token}")
    SharedFile get(@PathVariable String token) {
        return SharedFile.of(sharedFiles.describe(token));
    }
}
