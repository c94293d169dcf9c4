package dev.parley.auth.account;

import java.util.List;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/**
 * What accounts need of the sessions, which know accounts but are not known to them.
 *
 * <p>An access token is valid for minutes after its session has ended. Whatever changes something therefore asks here, by the
 * database, within its own transaction.
 */
public interface AccountSessions {

    /**
     * Whether the session of the token stands at this moment.
     *
     * @throws ProblemException {@code session-ended} when not, also if the account is gone
     */
    void requireStanding(Identity me);

    /**
     * The same, and holds the person's account and the session until the transaction ends: until then nobody else changes the
     * account, opens or ends a session of it. Needs a transaction with isolation READ COMMITTED.
     *
     * @throws ProblemException {@code session-ended}
     */
    void hold(Identity me);

    /** Ends the other sessions of a person whose session is held; those that ended, to be told after the commit. */
    List<Long> endOthers(Identity me);

    /** Ends all sessions of a person whose session is held; those that ended, to be told after the commit. */
    List<Long> endAll(Identity me);

    /**
     * Counts and tells everybody that sessions have ended. Only after the commit.
     *
     * @param reason why, as the metric has it
     */
    void tellEnded(String reason, List<Long> sessionIds);
}
