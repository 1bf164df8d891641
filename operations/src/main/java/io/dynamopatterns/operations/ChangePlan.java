package io.dynamopatterns.operations;

import java.util.function.Supplier;

/**
 * What a change will do. What was read for it, such as the version of an item, belongs to the
 * action, so that it does what was shown or refuses.
 *
 * @param preview what will happen
 * @param action does it, at most once
 */
public record ChangePlan(OperationResult preview, Supplier<OperationResult> action) {}
