package dev.parley.parts.real;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The real components: how to tell whether this machine has one, and the variable that names an existing one instead. */
public enum RealComponent {

    MARIADB("MariaDB", "mariadb-server", "PARLEY_TEST_MARIADB_PRIMARY", "mariadbd", "mariadb-install-db"), RABBITMQ(
            "RabbitMQ", "rabbitmq-server", "PARLEY_TEST_RABBITMQ", Programs.RABBITMQ_SERVER.toString(),
            "epmd"), REDIS("Redis", "redis-server", "PARLEY_TEST_REDIS", "redis-server"), CONSUL("Consul", "consul",
                    "PARLEY_TEST_CONSUL", "consul"), S3("RADOS gateway", "radosgw", "PARLEY_TEST_S3", "radosgw",
                            "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "monmaptool");

    /** {@code auto} (default): used where installed; {@code required}: a missing one is a failure; {@code off}: never used. */
    private static final String SWITCH = "parley.real";

    private final String title;
    private final String debianPackage;
    private final String variable;
    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> programs;

    RealComponent(String title, String debianPackage, String variable, String... programs) {
        this.title = title;
        this.debianPackage = debianPackage;
        this.variable = variable;
        this.programs = List.of(programs);
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** The environment variable that names an existing one. */
    public String variable() {
        return variable;
    }

    /** The existing one to use, when the environment names one. */
    Optional<String> existing() {
        return existing(variable);
    }

    static Optional<String> existing(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }

    /** Why this machine cannot offer it; empty when it can. */
    public Optional<String> missing() {
        boolean there = existing().isPresent() || programs.stream().allMatch(it -> Programs.find(it).isPresent());
        return there
                ? Optional.empty()
                : Optional.of(debianPackage + " is not installed; run suite/install-test-components.sh");
    }

    /**
     * Why a test that needs it is to be left out of this run; empty when the test can run.
     *
     * @throws IllegalStateException when the run requires all components ({@code -Dparley.real=required}) and it is missing
     */
    public Optional<String> leftOut() {
        String mode = System.getProperty(SWITCH, "auto").toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "auto" -> missing().map(reason -> "left out: " + reason);
            case "required" -> {
                missing().ifPresent(reason -> {
                    throw new IllegalStateException(reason + " (required by -D" + SWITCH + "=required)");
                });
                yield Optional.empty();
            }
            case "off" -> Optional.of("left out: " + title + " is not to be used in this run (-D" + SWITCH + "=off)");
            default -> throw new IllegalStateException("-D" + SWITCH + " is auto, required or off, not " + mode);
        };
    }
}
