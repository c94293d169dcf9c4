package dev.parley.file.event;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;

import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;

/** Server-sent events. Who may call: anybody signed in; they get what concerns themselves. One virtual thread each. */
@RestController
class EventController {

    private static final Logger LOG = LoggerFactory.getLogger(EventController.class);

    private final EventStreams streams;
    private final EventBus bus;
    private final EventSettings settings;
    private final Clock clock;

    EventController(EventStreams streams, EventBus bus, EventSettings settings, Clock clock) {
        this.streams = streams;
        this.bus = bus;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/api/files/events")
    void events(@AuthenticationPrincipal Identity me, HttpServletResponse response) throws IOException {
        EventStream stream = streams.open(me);
        try {
            bus.hear(me); // before "ready" is said: what a client reads after it, it reads after the subscription
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
            response.setHeader("X-Accel-Buffering", "no"); // nginx and its like would hold events back
            OutputStream out = response.getOutputStream();
            out.write(EventFrame.ready(settings.retry()).bytes());
            out.flush();
            stream.writeTo(out, settings.heartbeat(), clock);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            LOG.debug("a reader of events is gone", gone);
        } finally {
            if (streams.forget(stream)) {
                bus.ignore(me.userId());
            }
        }
    }
}
