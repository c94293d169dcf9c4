package dev.parley.file.drive;

/**
 * Bytes that are on their way into a drive, and that the quota has to have room for. Each feature that takes bytes in has a bean of this
 * kind, and calls {@link DriveSpace#refuseIfOver} in the transaction that adds a claim, after adding it. What becomes a file stops being
 * a claim in the transaction that adds the file.
 */
public interface SpaceClaims {

    /** How many bytes this feature expects for a person; asked within a transaction, must see what is committed, and be found by index. */
    long claimedBy(long ownerId);
}
