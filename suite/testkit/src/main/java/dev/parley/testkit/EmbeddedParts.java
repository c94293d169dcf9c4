package dev.parley.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class the {@linkplain EmbeddedPartsSet#shared() shared embedded parts}: as parameters of type {@link EmbeddedPartsSet}, and
 * with the promise that whatever an earlier test class stopped runs again.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EmbeddedPartsExtension.class)
public @interface EmbeddedParts {}
