package dev.parley.testkit;

import org.junit.jupiter.api.Test;

import dev.parley.testkit.HouseRules.Kind;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Breaks each rule once: the packages below {@code dev.parley.testkit.broken} each break the rule they are named after. */
class HouseRulesTest {

    @Test
    void aCycleBetweenFeaturesIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.cycle");

        assertThatThrownBy(rules::featuresHaveNoCycles).isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected")
                .hasMessageContaining("Slice channel").hasMessageContaining("Slice message");
    }

    @Test
    void reachingIntoTheSubPackageOfAnotherFeatureIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.reach");

        assertThatThrownBy(rules::featuresDoNotReachIntoEachOther).isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken.reach.upload.disk belongs to dev.parley.testkit.broken.reach.upload");
    }

    @Test
    void aPublicEntryPointIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.entrypoint");

        assertThatThrownBy(rules::entryPointsArePackagePrivate).isInstanceOf(AssertionError.class)
                .hasMessageContaining("PublicController").hasMessageContaining("PublicConfiguration");
    }

    @Test
    void aPublicClassThatOnlyItsPackageUsesIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.toopublic");

        assertThatThrownBy(rules::whatIsPublicIsUsedElsewhere).isInstanceOf(AssertionError.class)
                .hasMessageContaining("OnlyUsedHere is public").hasMessageNotContaining("UsedElsewhere is public");
    }

    @Test
    void theUseOfAnotherServiceIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.foreign");

        assertThatThrownBy(rules::onlyThePlatformIsShared).isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.parley.testkit.EmbeddedPartsSet");
    }

    @Test
    void fieldInjectionIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.injection");

        assertThatThrownBy(rules::dependenciesComeThroughTheConstructor).isInstanceOf(AssertionError.class)
                .hasMessageContaining("Injected.value");
    }

    @Test
    void javaUtilLoggingAndStandardStreamsAreFound() {
        assertThatThrownBy(rulesFor("dev.parley.testkit.broken.jul")::loggingGoesThroughSlf4j)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.util.logging");
        assertThatThrownBy(rulesFor("dev.parley.testkit.broken.streams")::loggingGoesThroughSlf4j)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.lang.System.out");
    }

    @Test
    void aPackageThatIsNotNullMarkedIsFound() {
        HouseRules rules = rulesFor("dev.parley.testkit.broken.unmarked");

        assertThatThrownBy(rules::everyPackageIsNullMarked).isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken.unmarked is not @NullMarked");
    }

    @Test
    void namesThatSayNothingAreFound() {
        assertThatThrownBy(rulesFor("dev.parley.testkit.broken.naming")::namesSayWhatAThingIsFor)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken.naming.util");
        assertThatThrownBy(rulesFor("dev.parley.testkit.broken.classname")::namesSayWhatAThingIsFor)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("StoreHelper");
    }

    @Test
    void goodStructurePasses() {
        HouseRules rules = rulesFor("dev.parley.testkit.sound");

        assertThatCode(() -> {
            rules.featuresHaveNoCycles();
            rules.featuresDoNotReachIntoEachOther();
            rules.entryPointsArePackagePrivate();
            rules.whatIsPublicIsUsedElsewhere();
            rules.onlyThePlatformIsShared();
            rules.dependenciesComeThroughTheConstructor();
            rules.loggingGoesThroughSlf4j();
            rules.everyPackageIsNullMarked();
            rules.namesSayWhatAThingIsFor();
        }).doesNotThrowAnyException();
    }

    private static HouseRules rulesFor(String root) {
        return new HouseRules(root, Kind.SERVICE, _ -> true) {
        };
    }
}
