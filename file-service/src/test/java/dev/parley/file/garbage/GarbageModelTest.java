package dev.parley.file.garbage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People, a few contents, and everything that makes or ends a reference, in random order, with messages that come late, twice or out of order,
 * what crashes leave behind, and collections at any moment. However it went: what somebody has can be read, and in the end, when nobody
 * has anything, nothing is left. A failure names its seed; {@code -Dparley.model.seed} repeats it, {@code -Dparley.model.runs} makes more.
 */
class GarbageModelTest extends GarbageModel {

    private static final int RUNS = Integer.getInteger("parley.model.runs", 2);
    private static final int STEPS = 80;
    private static final int THREADS = 6;
    private static final int STEPS_OF_A_THREAD = 40;

    @Test
    void oneStepAfterTheOther() {
        for (int run = 0; run < RUNS; run++) {
            withSeed(seed -> runOnce(new Random(seed)));
        }
    }

    @Test
    void manyAtOnce() {
        withSeed(this::runManyAtOnce);
    }

    /** What is repeated by its seed. */
    @FunctionalInterface
    private interface Run {
        void with(long seed) throws Exception;
    }

    private static void withSeed(Run run) {
        long seed = Long.getLong("parley.model.seed", System.nanoTime());
        try {
            run.with(seed);
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("-Dparley.model.seed=" + seed, failed);
        }
    }

    private void runManyAtOnce(long seed) throws Exception {
        newPool(new Random(seed), 2);
        AtomicBoolean over = new AtomicBoolean();
        List<ModelPerson> left = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                boolean passing = i % 4 != 0;
                working.add(threads.submit(() -> {
                    left.add(passing ? comeAndGo(random) : manySteps(random));
                    return null;
                }));
            }
            Random messages = new Random(seed - 1);
            Future<?> background = threads.submit(() -> {
                while (!over.get()) {
                    answerTheNew();
                    if (messages.nextInt(10) == 0) {
                        answerSome(messages);
                        collect(false);
                    }
                }
                return null;
            });
            try {
                for (Future<?> one : working) {
                    one.get(120, TimeUnit.SECONDS);
                }
            } finally {
                over.set(true);
            }
            background.get(60, TimeUnit.SECONDS);
        }
        assertNothingIsLostAndEverybodyLeaves(left);
    }

    /** Has a content for a moment only, so that it often has nobody else when somebody is about to have it. */
    private ModelPerson comeAndGo(Random random) throws Exception {
        ModelPerson me = newPerson(random);
        for (int step = 0; step < STEPS_OF_A_THREAD; step++) {
            byte[] content = theOne();
            if (!referSlowly(me, content, random)) {
                me.uploadInstantly(content, sha256(content));
            }
            me.readOne();
            assertEveryFileHasItsContent();
            if (random.nextBoolean()) {
                leave(me);
                me = newPerson(random);
            } else {
                me.trash();
                me.emptyTrash();
            }
            assertEveryFileHasItsContent();
            noteContents();
        }
        return me;
    }

    private ModelPerson manySteps(Random random) throws Exception {
        ModelPerson me = newPerson(random);
        for (int step = 0; step < STEPS_OF_A_THREAD; step++) {
            int action = random.nextInt(100);
            if (action < 10) {
                leave(me);
                me = newPerson(random);
            } else {
                act(me, random, action);
            }
        }
        return me;
    }

    private void runOnce(Random random) throws Exception {
        orphanContents = 0;
        orphanObjects = 0;
        meters.clear();
        links.clear();
        newPool(random, 4);
        List<ModelPerson> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            people.add(newPerson(random));
        }
        for (int step = 0; step < STEPS; step++) {
            int who = random.nextInt(people.size());
            int action = random.nextInt(130);
            if (action < 3) {
                leave(people.get(who));
                people.set(who, newPerson(random));
            } else if (action < 100) {
                act(people.get(who), random, action);
            } else if (action < 110) {
                answerSome(random);
            } else if (action < 115) {
                deliverAgain(random);
            } else if (action < 119) {
                crash(random);
            } else if (action < 126) {
                collect(true);
            }
            people.get(random.nextInt(people.size())).readOne();
        }
        assertNothingIsLostAndEverybodyLeaves(people);
        assertThat(meters.counter("parley.file.garbage.removed", "kind", "contents").count()).isEqualTo(orphanContents);
        assertThat(meters.counter("parley.file.garbage.removed", "kind", "blobs").count())
                .isGreaterThanOrEqualTo(orphanObjects);
    }

    private void act(ModelPerson me, Random random, int action) {
        byte[] content = anyContent(random);
        if (action < 24) {
            me.upload(content);
        } else if (action < 40) {
            me.uploadInstantly(content, sha256(content));
        } else if (action < 44) {
            stagingKeys.add(me.uploadHalf(content));
        } else if (action < 52) {
            me.share().ifPresent(links::add);
        } else if (action < 60) {
            List<ModelPerson.Link> known = List.copyOf(links);
            if (!known.isEmpty()) {
                me.save(known.get(random.nextInt(known.size())));
            }
        } else if (action < 66) {
            me.copy();
        } else if (action < 80) {
            me.trash();
        } else if (action < 85) {
            me.restore();
        } else if (action < 92) {
            me.removeForGood();
        } else if (action < 96) {
            me.emptyTrash();
        } else {
            me.readOne();
        }
        noteContents();
    }
}
