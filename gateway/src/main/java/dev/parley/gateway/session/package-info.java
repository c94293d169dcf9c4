/**
 * Who may pass: every routed request needs a valid access token whose session stands, a few public operations excepted. In the
 * order of a request: {@link TokenCheck}, {@link VerifiedTokens}, {@link Sessions}; pushed ends come in at
 * {@link SessionEndListener}.
 */
@NullMarked
package dev.parley.gateway.session;

import org.jspecify.annotations.NullMarked;
