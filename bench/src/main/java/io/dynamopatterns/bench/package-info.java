/** Benchmarks, run by hand. */
package io.dynamopatterns.bench;
