package dev.parley.auth.session;

import java.util.List;

import org.springframework.stereotype.Service;

import dev.parley.auth.AuthProblem;
import dev.parley.auth.account.AccountSessions;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/** A person's own sessions: what they see of them, and how they end them. First the database, committed; then the signal. */
@Service
class OwnSessions implements AccountSessions {

    private final OwnSessionStore store;
    private final Sessions sessions;

    OwnSessions(OwnSessionStore store, Sessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    /**
     * Standing sessions, newest login first, from below this login number on.
     *
     * @throws ProblemException {@code session-ended} for the token's own
     */
    List<OwnSession> page(Identity me, long below, int limit) {
        requireStanding(me);
        return store.page(me.userId(), below, limit);
    }

    /**
     * Ends one session, perhaps the token's own.
     *
     * @throws ProblemException {@code session-ended} for the token's own, {@code session-not-found} also for other people's
     */
    void end(Identity me, String sessionId) {
        List<Long> ended = Ids.parse(sessionId).filter(id -> store.end(me, id)).stream().toList();
        if (ended.isEmpty()) {
            throw new ProblemException(AuthProblem.SESSION_NOT_FOUND, "you have no session with this id");
        }
        tellEnded("ended", ended);
    }

    /**
     * Ends all sessions, the token's own included.
     *
     * @throws ProblemException {@code session-ended}
     */
    void endEverywhere(Identity me) {
        tellEnded("everywhere", store.endAll(me));
    }

    @Override
    public void requireStanding(Identity me) {
        if (Ids.parse(me.sessionId()).filter(id -> sessions.stands(id, me.userId())).isEmpty()) {
            throw OwnSessionStore.ended();
        }
    }

    @Override
    public void hold(Identity me) {
        store.hold(me);
    }

    @Override
    public List<Long> endOthers(Identity me) {
        return store.endOthers(me);
    }

    @Override
    public List<Long> endAll(Identity me) {
        return store.endAll(me);
    }

    @Override
    public void tellEnded(String reason, List<Long> sessionIds) {
        sessions.tellEnded(reason, sessionIds);
    }
}
