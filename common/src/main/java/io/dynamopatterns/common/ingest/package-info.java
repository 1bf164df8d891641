/** Events of others: which of their fields mean what, and why one is refused. */
package io.dynamopatterns.common.ingest;
