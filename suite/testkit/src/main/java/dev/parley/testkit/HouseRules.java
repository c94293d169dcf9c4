package dev.parley.testkit;

import java.util.Arrays;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of structure, as tests. A module has one class that extends this:
 * {@snippet :
 * class ArchitectureTest extends HouseRules {
 *     ArchitectureTest() {
 *         super("dev.parley.auth");
 *     }
 * }
 * }
 * A feature is a package directly below the module's: its public classes are what other features may use, its sub-packages are its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {

    private static final String[] NAMES_THAT_SAY_NOTHING = {"util", "utils", "common", "commons", "helper", "helpers",
        "manager",
        "managers", "impl", "controller", "controllers", "service", "services", "repository", "repositories"};
    private static final String[] ENTRY_POINTS = {"org.springframework.stereotype.Controller",
        "org.springframework.web.bind.annotation.ControllerAdvice",
        "org.springframework.context.annotation.Configuration"};
    private static final String AUTO_CONFIGURATION = "org.springframework.boot.autoconfigure.AutoConfiguration";
    private static final String APPLICATION = "org.springframework.boot.SpringBootConfiguration";

    private final String root;
    private final Kind kind;
    private final JavaClasses classes;

    /** What a module is, which decides what it may use. */
    public enum Kind {
        /** Uses the platform and itself. */
        SERVICE("dev.parley.platform"),
        /** Uses only itself. */
        PLATFORM(),
        /** Uses the platform and the rest of the suite, never a service. */
        SUITE("dev.parley.platform", "dev.parley.parts", "dev.parley.testkit", "dev.parley.launcher");

        private final String[] allowed;

        Kind(String... allowed) {
            this.allowed = allowed;
        }
    }

    /** A service whose classes are in this package. */
    protected HouseRules(String root) {
        this(root, Kind.SERVICE);
    }

    protected HouseRules(String root, Kind kind) {
        this(root, kind, new ImportOption.DoNotIncludeTests());
    }

    HouseRules(String root, Kind kind, ImportOption option) {
        this.root = root;
        this.kind = kind;
        this.classes = new ClassFileImporter().withImportOption(option).importPackages(root);
    }

    @Test
    protected void featuresHaveNoCycles() {
        check(slices().matching(root + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    protected void featuresDoNotReachIntoEachOther() {
        check(classes().should(StructureConditions.useOnlyTheTopPackageOfOtherFeatures(root)));
    }

    @Test
    protected void entryPointsArePackagePrivate() {
        check(noClasses().that(areAny(ENTRY_POINTS))
                .and(DescribedPredicate.not(areAny(AUTO_CONFIGURATION, APPLICATION)))
                .should().bePublic().because("nothing calls them but the framework"));
    }

    @Test
    protected void whatIsPublicIsUsedElsewhere() {
        if (kind == Kind.SERVICE) {
            check(classes().that().arePublic().and().areTopLevelClasses()
                    .and(DescribedPredicate.not(areAny(APPLICATION)))
                    .should(StructureConditions.beUsedByAnotherPackage()));
        }
    }

    @Test
    protected void onlyThePlatformIsShared() {
        String[] allowed = Stream.concat(Stream.of(root), Arrays.stream(kind.allowed)).map(name -> name + "..")
                .toArray(String[]::new);
        check(noClasses().should().dependOnClassesThat(resideInAPackage("dev.parley..").and(
                DescribedPredicate.not(resideInAnyPackage(allowed))))
                .because("services know each other by protocol only"));
    }

    @Test
    protected void dependenciesComeThroughTheConstructor() {
        check(NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
    }

    @Test
    protected void loggingGoesThroughSlf4j() {
        check(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
        if (kind != Kind.SUITE) {
            check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        }
    }

    @Test
    protected void everyPackageIsNullMarked() {
        check(classes().should(StructureConditions.beInANullMarkedPackage()));
    }

    @Test
    protected void namesSayWhatAThingIsFor() {
        String[] packages = Arrays.stream(NAMES_THAT_SAY_NOTHING).map(name -> root + ".." + name + "..")
                .toArray(String[]::new);
        check(noClasses().should().resideInAnyPackage(packages)
                .because("a newcomer finds a behaviour by the name of its feature"));
        check(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .because("a class is named after its role"));
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static DescribedPredicate<JavaClass> areAny(String... annotations) {
        return Arrays.stream(annotations).map(name -> metaAnnotatedWith(name).<JavaClass>forSubtype())
                .reduce(DescribedPredicate.alwaysFalse(), (one, other) -> one.or(other))
                .as("are annotated with any of %s", Arrays.toString(annotations));
    }
}
