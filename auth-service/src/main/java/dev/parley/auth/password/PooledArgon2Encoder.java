package dev.parley.auth.password;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Spring Security's encoder, which uses the memory of one hash again for the next instead of leaving it to the garbage
 * collector: that stops all threads, not only those that hash. The memory is wiped after each hash. Hashes of other parameters
 * than the configured ones are checked the usual way.
 */
final class PooledArgon2Encoder extends Argon2PasswordEncoder {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** The generator works with a few blocks beside those of the hash. */
    private static final int SCRATCH_BLOCKS = 8;

    private final PhcString.Effort effort;
    private final BlockingDeque<FixedBlockPool> idle;
    private final SecureRandom random = new SecureRandom();

    /**
     * An encoder.
     *
     * @param concurrency for how many hashes at once memory is kept
     */
    PooledArgon2Encoder(PhcString.Effort effort, int concurrency) {
        super(SALT_BYTES, HASH_BYTES, effort.parallelism(), effort.memory(), effort.iterations());
        this.effort = effort;
        this.idle = new LinkedBlockingDeque<>(concurrency);
    }

    @Override
    protected String encodeNonNullPassword(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PhcString(effort, salt, argon2(password, salt, HASH_BYTES)).format();
    }

    @Override
    protected boolean matchesNonNull(String password, String encoded) {
        return PhcString.parse(encoded)
                .filter(stored -> stored.effort().equals(effort))
                .map(stored -> MessageDigest.isEqual(stored.hash(),
                        argon2(password, stored.salt(), stored.hash().length)))
                .orElseGet(() -> super.matchesNonNull(password, encoded));
    }

    /** For how many hashes memory lies ready. */
    int idle() {
        return idle.size();
    }

    private byte[] argon2(String password, byte[] salt, int length) {
        FixedBlockPool free = idle.pollFirst();
        FixedBlockPool memory = free == null ? new FixedBlockPool(effort.memory() + SCRATCH_BLOCKS) : free;
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(effort.memory())
                .withIterations(effort.iterations())
                .withParallelism(effort.parallelism())
                .withSalt(salt)
                .withBlockPool(memory)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.toCharArray(), hash);
        idle.offerFirst(memory); // one more than can run at once is dropped
        return hash;
    }
}
