/** What a team writes for its own type of work: a worker, and what it is given. */
package io.dynamopatterns.processor.worker;
