package dev.parley.auth.session;

import java.util.List;

/**
 * A session that was opened.
 *
 * @param evicted the sessions that ended to make room for it
 */
record Opening(RefreshToken refreshToken, List<Long> evicted) {}
