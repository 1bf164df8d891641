/** What a second of traffic asks of each resource, measured on the real functions. */
package io.dynamopatterns.bench.growth;
