/** The table {@code periods}: its keys, attributes and expressions. */
package io.dynamopatterns.periodic.table;
