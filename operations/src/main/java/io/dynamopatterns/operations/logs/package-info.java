/** What functions log. */
package io.dynamopatterns.operations.logs;
