/** The list of all operations, which the commands and the page are made from. */
package io.dynamopatterns.operations.catalog;
