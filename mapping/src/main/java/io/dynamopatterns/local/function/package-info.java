/**
 * Functions as the local fleet and the worker run them: a handler in its own class loader, its
 * context, its events.
 */
package io.dynamopatterns.local.function;
