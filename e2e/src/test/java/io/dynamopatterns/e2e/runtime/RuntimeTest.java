package io.dynamopatterns.e2e.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Tests of functions under AWS's runtime client, on the cloud that was asked for. Where they cannot
 * run the class is disabled, which Maven's summary counts as skipped; it does not count a class
 * that gives up before its first test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.dynamopatterns.e2e.runtime.RecordedFleet#canStart",
    disabledReason =
        "a level of the tests cannot run here; the output has a line SKIPPED that says why")
@interface RuntimeTest {}
