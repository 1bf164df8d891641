/** A run over input: log lines or JSON lines, to a stream, a table or the processor. */
package io.dynamopatterns.local.run;
