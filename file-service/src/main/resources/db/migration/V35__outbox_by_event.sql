-- An event that has left the outbox is found by what it says: without an index each one read all that had not left yet.
ALTER TABLE EVENT_PUBLICATION ADD KEY EVENT_PUBLICATION_BY_EVENT_IDX (SERIALIZED_EVENT(100));
