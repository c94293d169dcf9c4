package dev.parley.testkit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Conditions of {@link HouseRules} that ArchUnit does not have. */
final class StructureConditions {

    private StructureConditions() {}

    /** With root {@code a}: {@code a.x} may use {@code a.y}, but not {@code a.y.z}. */
    static ArchCondition<JavaClass> useOnlyTheTopPackageOfOtherFeatures(String root) {
        return new ArchCondition<>("use only the top package of other features") {

            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                    String feature = featureOf(target);
                    if (!feature.isEmpty() && !target.equals(feature) && !isWithin(item.getPackageName(), feature)) {
                        events.add(SimpleConditionEvent.violated(dependency,
                                dependency.getDescription() + ": " + target + " belongs to " + feature));
                    }
                }
            }

            private String featureOf(String name) {
                if (!name.startsWith(root + ".")) {
                    return "";
                }
                int end = name.indexOf('.', root.length() + 1);
                return end < 0 ? name : name.substring(0, end);
            }
        };
    }

    static ArchCondition<JavaClass> beUsedByAnotherPackage() {
        return new ArchCondition<>("be used by another package, or else be package-private") {

            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean used = item.getDirectDependenciesToSelf().stream().map(Dependency::getOriginClass)
                        .anyMatch(user -> !user.getPackageName().equals(item.getPackageName()));
                boolean nestedUsed = item.getPackage().getClasses().stream()
                        .filter(other -> other.getName().startsWith(item.getName() + "$"))
                        .flatMap(nested -> nested.getDirectDependenciesToSelf().stream())
                        .map(Dependency::getOriginClass)
                        .anyMatch(user -> !user.getPackageName().equals(item.getPackageName()));
                if (!used && !nestedUsed) {
                    events.add(SimpleConditionEvent.violated(item,
                            item.getName() + " is public, but only its own package uses it"));
                }
            }
        };
    }

    static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package whose package-info has @NullMarked") {

            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (!item.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(SimpleConditionEvent.violated(item, item.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }

    private static boolean isWithin(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }
}
