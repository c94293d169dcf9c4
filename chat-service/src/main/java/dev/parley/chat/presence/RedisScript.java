package dev.parley.chat.presence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;

/** A Lua script that Redis runs in one step. It is named by its digest, and sent whole when Redis does not have it (any more). */
final class RedisScript {

    private final String text;
    private final String digest;

    RedisScript(String text) {
        this.text = text;
        this.digest = io.lettuce.core.codec.Base16.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs it; the stage ends with the number that it returns. */
    CompletionStage<Long> run(RedisAsyncCommands<String, byte[]> commands, String[] keys, String... arguments) {
        byte[][] values = Arrays.stream(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return commands.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, values)
                .exceptionallyCompose(error -> error instanceof RedisNoScriptException
                        || error.getCause() instanceof RedisNoScriptException
                                ? commands.eval(text, ScriptOutputType.INTEGER, keys, values)
                                : java.util.concurrent.CompletableFuture.failedFuture(error));
    }
}
