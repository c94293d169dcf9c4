package dev.parley.chat.message;

import java.util.regex.Pattern;

/** What makes a message the same message when it is sent again. */
record SendKey(long channelId, long senderId, String clientMessageId) {

    /** How the ids begin that the service gives to entries of its own. */
    static final String RESERVED = "parley:";

    private static final Pattern CLIENT_MESSAGE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    SendKey {
        if (!isValid(clientMessageId)) {
            throw new IllegalArgumentException("not a client message id");
        }
    }

    /** Whether a client may use it. */
    static boolean isForClients(String clientMessageId) {
        return isValid(clientMessageId) && !clientMessageId.startsWith(RESERVED);
    }

    /** 1 to 64 letters, digits, dots, underscores, colons or dashes: needs no escaping anywhere. */
    static boolean isValid(String clientMessageId) {
        return CLIENT_MESSAGE_ID.matcher(clientMessageId).matches();
    }
}
