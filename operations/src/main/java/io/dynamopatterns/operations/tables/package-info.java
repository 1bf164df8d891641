/** Tables and their items. */
package io.dynamopatterns.operations.tables;
