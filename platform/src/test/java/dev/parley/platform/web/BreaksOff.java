package dev.parley.platform.web;

import java.io.EOFException;
import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Announces a hundred bytes and has ten. */
@RestController
class BreaksOff {

    @GetMapping("/open/breaks-off")
    void breaksOff(HttpServletResponse response) throws IOException {
        response.setContentLengthLong(100);
        response.getOutputStream().write("ten bytes!".getBytes(US_ASCII));
        response.flushBuffer();
        throw new EOFException("there is no more");
    }
}
