/** Operations of records that event source mappings gave up on. */
package io.dynamopatterns.operations.failed;
