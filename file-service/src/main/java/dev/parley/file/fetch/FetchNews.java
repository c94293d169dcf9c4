package dev.parley.file.fetch;

import org.springframework.stereotype.Component;

import dev.parley.file.event.FileEvents;

/** Tells people how their jobs stand, as an event {@code fetch}. */
@Component
class FetchNews {

    private static final String TYPE = "fetch";

    private final Fetches fetches;
    private final FileEvents events;

    FetchNews(Fetches fetches, FileEvents events) {
        this.fetches = fetches;
        this.events = events;
    }

    /** After the transaction that is under way, or at once; a job that is gone is passed over. */
    void tell(long id) {
        fetches.find(id).ifPresent(job -> events.publish(job.ownerId(), TYPE, FetchView.of(job)));
    }
}
