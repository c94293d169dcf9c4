package dev.parley.chat.message;

import dev.parley.platform.id.Ids;

class InMemoryMessageLogTest implements ChangesContract {

    private final InMemoryMessageLog messages = new InMemoryMessageLog();

    @Override
    public MessageLog messages() {
        return messages;
    }

    @Override
    public long newChannel() {
        long id = Ids.next();
        messages.create(id);
        return id;
    }

    @Override
    public void close(long channelId) {
        messages.close(channelId);
    }
}
