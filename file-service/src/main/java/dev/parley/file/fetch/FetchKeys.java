package dev.parley.file.fetch;

import java.util.Collection;
import java.util.Set;

import org.springframework.stereotype.Component;

import dev.parley.file.drive.SpaceClaims;
import dev.parley.file.staging.StagedKeys;

/** What jobs have in the staging area: nobody else removes it, and the quota counts it. */
@Component
class FetchKeys implements StagedKeys, SpaceClaims {

    private final Fetches fetches;

    FetchKeys(Fetches fetches) {
        this.fetches = fetches;
    }

    @Override
    public Set<String> inUse(Collection<String> keys) {
        return keys.isEmpty() ? Set.of() : fetches.staged(keys);
    }

    @Override
    public long claimedBy(long ownerId) {
        return fetches.claimed(ownerId);
    }
}
