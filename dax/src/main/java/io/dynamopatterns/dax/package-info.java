/** Reads through DAX, for functions that read the same items often. */
package io.dynamopatterns.dax;
