package dev.parley.parts.real;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test class that needs real components. It is skipped, with the reason in the report and in the log, where one of them is
 * missing; {@link RealComponent#leftOut} says when that is a failure instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsRealCondition.class)
public @interface NeedsReal {

    RealComponent[] value();
}
