/** Finds work that nothing else would wake. */
package io.dynamopatterns.processor.sweep;
