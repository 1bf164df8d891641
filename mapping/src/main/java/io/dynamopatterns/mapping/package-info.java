/**
 * Event source mappings with Lambda's documented behaviour: batches, filters, retries, bisection,
 * partial failures.
 */
package io.dynamopatterns.mapping;
