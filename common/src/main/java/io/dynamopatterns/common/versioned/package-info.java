/**
 * Optimistic locking: version-checked writes that recognise their own success after a lost answer,
 * and idempotent puts for producers that retry.
 */
package io.dynamopatterns.common.versioned;
