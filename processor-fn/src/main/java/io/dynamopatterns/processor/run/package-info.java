/** Runs work that is ready, and tells of work that has ended. */
package io.dynamopatterns.processor.run;
