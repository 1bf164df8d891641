/**
 * What a warm function costs per record, beside a loop of SDK calls that makes the same requests.
 */
package io.dynamopatterns.bench.warm;
