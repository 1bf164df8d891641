/** Runs work that is ready, and publishes work that has ended. */
package io.dynamopatterns.processor.run;
