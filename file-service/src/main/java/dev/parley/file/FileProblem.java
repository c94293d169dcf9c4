package dev.parley.file;

import org.springframework.http.HttpStatus;

import dev.parley.platform.problem.ProblemType;

/** The catalogue of problems that file-service answers with, besides those that all services share. */
public enum FileProblem implements ProblemType {

    /** No such file, or not a file of the person who asks: the answer does not tell which. */
    FILE_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such file", false),
    /** The file is no picture, or one without a thumbnail. */
    NO_THUMBNAIL(HttpStatus.NOT_FOUND, "There is no thumbnail", false),
    /** The content is not what its sender declared; it is not kept. */
    FILE_REJECTED(HttpStatus.CONFLICT, "The file was rejected", false),
    /** No such folder, or not one of the person who asks. */
    FOLDER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such folder", false),
    /** Another file or folder there has this name. */
    NAME_TAKEN(HttpStatus.CONFLICT, "The name is taken", false),
    /** A folder cannot be moved or copied into itself, or into what is in it. */
    FOLDER_CYCLE(HttpStatus.CONFLICT, "The folder cannot be put into itself", false),
    /** Folders within folders within folders: there is a limit. */
    FOLDERS_TOO_DEEP(HttpStatus.CONFLICT, "The folders are nested too deeply", false),
    /** A copy has a limited number of files and folders. */
    COPY_TOO_LARGE(HttpStatus.CONFLICT, "That is too much for one copy", false),
    /** The copy was interrupted for so long that it is being removed. */
    COPY_GIVEN_UP(HttpStatus.SERVICE_UNAVAILABLE, "The copy was given up", true),
    /** What the person has, and what is on its way, is more than their quota. */
    QUOTA_EXCEEDED(HttpStatus.INSUFFICIENT_STORAGE, "The drive is full", false),
    /** The requested ranges lie outside of the content. */
    RANGE_NOT_SATISFIABLE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "The ranges lie outside of the content", false),
    /** The content is not the one that If-Match or If-Unmodified-Since name. */
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "It is not the expected version", false),
    /** More is selected than one zip may have. */
    ZIP_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The selection is too large for a zip", false),
    /** The capability URL is expired, or was not made by file-service. */
    CAPABILITY_REFUSED(HttpStatus.FORBIDDEN, "This address is not valid, or no longer", false),

    /** The node has as many event streams as it takes. */
    TOO_MANY_STREAMS(HttpStatus.SERVICE_UNAVAILABLE, "There is no room for another event stream", true),

    /** The account of the person who asks was deleted; its files are gone, and nothing is added. */
    ACCOUNT_DELETED(HttpStatus.FORBIDDEN, "The account was deleted", false),
    /** The person does this more often than is allowed. */
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests", true),

    /** No such job of offline download, or not one of the person who asks. */
    FETCH_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such fetch", false),
    /** The job of offline download has ended. */
    FETCH_ENDED(HttpStatus.CONFLICT, "The fetch has ended", false),
    /** A person has as many open jobs of offline download as they may. */
    TOO_MANY_FETCHES(HttpStatus.CONFLICT, "There are too many open fetches", true),

    /** No such upload, or not one of the person who asks. */
    UPLOAD_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such upload", false),
    /** The upload was not finished in time. */
    UPLOAD_EXPIRED(HttpStatus.GONE, "The upload has expired", false),
    /** The offset in the request is not the offset of the upload. */
    OFFSET_MISMATCH(HttpStatus.CONFLICT, "The offset is not where the upload stands", false),
    /** A newer request took the upload over; this one was ended. */
    UPLOAD_TAKEN_OVER(HttpStatus.CONFLICT, "A newer request continues this upload", false),
    /** A node that writes to the upload cannot be reached; usually a newer request takes over at once. */
    UPLOAD_HELD(HttpStatus.LOCKED, "A node that writes to this upload does not answer", true),
    /** The connection ended before the body did; what arrived is kept. */
    BODY_INCOMPLETE(HttpStatus.BAD_REQUEST, "The request body ended early", true),
    /** Upload-Length or the body is larger than allowed. */
    UPLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The upload is too large", false),
    /** Only application/offset+octet-stream is an upload. */
    UPLOAD_CONTENT_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "An upload is of the type application/offset+octet-stream", false),
    /** The request is of another version of tus. */
    TUS_VERSION(HttpStatus.PRECONDITION_FAILED, "Only tus 1.0.0 is spoken here", false),
    /** A tus header is missing or cannot be read. */
    TUS_HEADER(HttpStatus.BAD_REQUEST, "A tus header is missing or malformed", false),
    /** The body of a request has another checksum; nothing of it is kept. Answered with 460, the status that tus has for it. */
    CHECKSUM_MISMATCH(HttpStatus.BAD_REQUEST, "The body has another checksum", true),
    /** A checksum of an algorithm that is not offered. */
    CHECKSUM_ALGORITHM(HttpStatus.BAD_REQUEST, "This checksum algorithm is not offered", false),
    /** A final upload gets its bytes from its parts. */
    UPLOAD_IS_FINAL(HttpStatus.FORBIDDEN, "Nothing can be written to a final upload", false),
    /** Uploads that cannot be joined: not partial, not complete, or used for another one. */
    UPLOAD_PARTS(HttpStatus.CONFLICT, "The uploads cannot be joined", false),
    /** The staging directory takes no more bytes. */
    STORAGE_FULL(HttpStatus.INSUFFICIENT_STORAGE, "There is no room for the upload at the moment",
            true),

    /** No such share link, or not one for the person who asks. */
    SHARE_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such share", false),
    /** The link has a password, and no valid access key came with the request. */
    SHARE_LOCKED(HttpStatus.FORBIDDEN, "The link has a password", false),
    /** That was not the password of the link. */
    SHARE_PASSWORD_WRONG(HttpStatus.FORBIDDEN, "The password is wrong", false),
    /** The time of the link is over. */
    SHARE_EXPIRED(HttpStatus.GONE, "The link has expired", false),
    /** The link was downloaded as often as it may be. */
    SHARE_EXHAUSTED(HttpStatus.GONE, "The link has no downloads left", false),
    /** No such channel, or not one of the person who shares into it. */
    CHANNEL_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such channel", false),
    /** chat-service does not say who belongs to a channel; until it does, the link opens for nobody. */
    CHAT_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Chat is unavailable for the moment", true),

    /** The proof of possession is wrong; the challenge is spent. */
    PROOF_FAILED(HttpStatus.FORBIDDEN, "The proof is wrong", false),
    /** The challenge is expired, spent, or of somebody else. */
    CHALLENGE_EXPIRED(HttpStatus.GONE, "The challenge is no longer open", false);

    private final Definition definition;

    FileProblem(HttpStatus status, String title, boolean retryable) {
        this.definition = new Definition(status, title, retryable);
    }

    @Override
    public Definition definition() {
        return definition;
    }
}
