package dev.parley.auth.token;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence, instead of a stack trace, why the start failed under another key-encryption key. */
class WrongKeyFailureAnalyzer extends AbstractFailureAnalyzer<KeySeal.WrongKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeySeal.WrongKeyException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Start with the key that this database was made with.", cause);
    }
}
