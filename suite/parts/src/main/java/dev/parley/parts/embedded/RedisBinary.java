package dev.parley.parts.embedded;

import java.io.IOException;
import java.nio.file.Path;

import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

import dev.parley.parts.PartFailedException;

/** The Redis server that the Maven artifact carries for this platform. */
record RedisBinary(Path server) {

    static RedisBinary unpacked(BinaryCache cache) throws IOException {
        String resource = resource();
        Path folder = cache.provide("redis" + resource.replaceAll("^/?redis-server", ""), RedisBinary::unpack);
        return new RedisBinary(folder.resolve(resource.substring(resource.lastIndexOf('/') + 1)));
    }

    private static void unpack(Path folder) throws IOException {
        BinaryCache.makeExecutable(ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath());
    }

    private static String resource() {
        try {
            String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
            if (resource != null) {
                return resource;
            }
        } catch (RuntimeException e) {
            throw new PartFailedException("There is no embedded Redis for " + Platform.current() + ".", e);
        }
        throw new PartFailedException("There is no embedded Redis for " + Platform.current() + ".");
    }
}
