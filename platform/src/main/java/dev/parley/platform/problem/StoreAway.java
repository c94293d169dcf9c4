package dev.parley.platform.problem;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.ClassUtils;

/** Whether an error says that the relational store is away; apart from the mapper, since not every application has one. */
final class StoreAway {

    private static final boolean HAS_STORE = ClassUtils.isPresent("org.springframework.dao.DataAccessException",
            StoreAway.class.getClassLoader());

    private StoreAway() {}

    static boolean isReasonOf(Throwable error) {
        return HAS_STORE && Dao.isAway(error);
    }

    /** Loaded only where Spring's data access classes are. */
    private static final class Dao {

        private Dao() {}

        static boolean isAway(Throwable error) {
            return error instanceof DataAccessResourceFailureException || error instanceof TransientDataAccessException
                    || error instanceof TransactionException;
        }
    }
}
