/** What the tests of the patterns share: a database, a bus, invocations of handlers. */
package io.dynamopatterns.testkit;
