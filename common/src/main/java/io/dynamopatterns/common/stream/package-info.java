/** Stream batches in lanes, and the positions that make counting exact under redelivery. */
package io.dynamopatterns.common.stream;
