package dev.parley.file.fetch;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as an operator would write them. */
final class FetchSettingsFixture {

    /** Where tests let their servers listen, and nothing else of loopback may be reached. */
    static final String SERVER_ADDRESS = "127.0.0.2";

    private FetchSettingsFixture() {}

    /** The defaults, and these keys (without the prefix) and values. */
    static FetchSettings with(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put("parley.fetch." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("parley.fetch", FetchSettings.class);
    }

    /** As {@link #with}, with servers on a loopback address of their own to be reached on any port. */
    static FetchSettings reachingTests(String... keysAndValues) {
        String[] all = new String[keysAndValues.length + 4];
        all[0] = "allowed-networks";
        all[1] = SERVER_ADDRESS + "/32";
        all[2] = "ports";
        all[3] = "80,443,1024-65535";
        System.arraycopy(keysAndValues, 0, all, 4, keysAndValues.length);
        return with(all);
    }
}
