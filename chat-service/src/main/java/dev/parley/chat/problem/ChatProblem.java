package dev.parley.chat.problem;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/** Everything that chat-service refuses; {@link #code()} is the same in problem details and in error frames. */
public enum ChatProblem implements ProblemType {

    /** Also for a channel that exists and that the caller does not subscribe to: strangers learn nothing. */
    CHANNEL_NOT_FOUND(HttpStatus.NOT_FOUND, "No such channel", false),
    /** The other side's account was deleted: the channel is read only, for ever. */
    CHANNEL_CLOSED(HttpStatus.CONFLICT, "Nobody is left to write to", false), USER_NOT_FOUND(HttpStatus.NOT_FOUND,
            "No such user", false), USERS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE,
                    "User accounts cannot be looked up at the moment",
                    true), INVALID_FRAME(HttpStatus.BAD_REQUEST, "The frame is not understood", false), INVALID_MESSAGE(
                            HttpStatus.UNPROCESSABLE_CONTENT, "The message is not valid",
                            false), MESSAGE_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The text is too long",
                                    false), RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many operations", true),
    /** Nothing was queued; or it was and the confirm is missing. Sending again with the same client message id is safe. */
    QUEUE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Messages cannot be accepted at the moment", true),
    /** Queued, and not yet written when the time was up. Sending again with the same client message id is safe. */
    OUTCOME_UNKNOWN(HttpStatus.GATEWAY_TIMEOUT, "Not known yet whether the message was stored",
            true), STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The store does not answer at the moment",
                    true), UPGRADE_REQUIRED(HttpStatus.UPGRADE_REQUIRED, "This address speaks WebSocket only", false),
    /** Neither a contact nor a request that this could be about. */
    CONTACT_NOT_FOUND(HttpStatus.NOT_FOUND, "No such contact", false),
    /** One's own block stands in the way of what one asks for. */
    BLOCKED_BY_YOU(HttpStatus.CONFLICT, "You block this person", false),
    /** Redis is away, and with it all tickets. */
    TICKETS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "There are no tickets at the moment", true),
    /** An access token stands in the address of a WebSocket, where others may come to read it. */
    TOKEN_IN_ADDRESS(HttpStatus.BAD_REQUEST, "An access token does not belong into an address", false),
    /** No text has the version that a reply, an edit, a recall or a reaction is about. */
    TARGET_NOT_FOUND(HttpStatus.NOT_FOUND, "No such text in this channel", false),
    /** Nothing refers to a recalled text any more. */
    MESSAGE_RECALLED(HttpStatus.CONFLICT, "The text was recalled", false),
    /** The time within which a sender may recall a text is over. */
    RECALL_TOO_LATE(HttpStatus.CONFLICT, "It is too late to recall the text", false),
    /** Not by this person: what is allowed depends on who wrote something, and on the role in a group. */
    FORBIDDEN(HttpStatus.FORBIDDEN, "This is not yours to do", false),
    /** A text bears only so many different emojis. */
    TOO_MANY_REACTIONS(HttpStatus.CONFLICT, "The text bears too many different emojis", false),
    /** A share's token opens nothing. */
    SHARE_NOT_FOUND(HttpStatus.NOT_FOUND, "No such share", false),
    /** file-service does not answer, so nothing new can be attached. */
    FILES_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Files cannot be looked up at the moment", true),
    /** As many of something as one may have. */
    LIMIT_REACHED(HttpStatus.CONFLICT, "There cannot be more", false),
    /** The operator has turned it off. */
    SEARCH_DISABLED(HttpStatus.NOT_IMPLEMENTED, "There is no search here", false),
    /** Blocked, or not among their contacts: the same words for both. */
    NOT_ACCEPTED(HttpStatus.FORBIDDEN, "This person does not take messages from you", false),
    /** Reading goes on; writing again when the time is over. */
    MUTED(HttpStatus.FORBIDDEN, "You may not write here for some time", false),
    /** A group has exactly one owner. */
    OWNER_MUST_HAND_OVER(HttpStatus.CONFLICT, "The owner has to hand the group over first", false),
    /** As many members as a group may have. */
    CHANNEL_FULL(HttpStatus.CONFLICT, "The group is full", false),
    /** Nothing to add. */
    ALREADY_A_MEMBER(HttpStatus.CONFLICT, "This person is a member", false),
    /** Not, or not any more. */
    MEMBER_NOT_FOUND(HttpStatus.NOT_FOUND, "No such member", false);

    private final Definition definition;

    ChatProblem(HttpStatus status, String title, boolean retryable) {
        this.definition = new Definition(status, title, retryable);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
