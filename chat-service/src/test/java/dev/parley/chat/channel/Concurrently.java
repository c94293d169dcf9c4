package dev.parley.chat.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calls that are made at the same moment. */
final class Concurrently {

    private Concurrently() {}

    /** The results of one call for each number from 0 on. */
    static <T> List<T> times(int count, IntFunction<T> call) throws Exception {
        return all(IntStream.range(0, count).<Callable<T>>mapToObj(i -> () -> call.apply(i)).toList());
    }

    /** The results, in the order of the calls. */
    static <T> List<T> all(List<? extends Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : executor.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
