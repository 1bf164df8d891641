/** What a team writes to have work of its own done: a worker, and what it is given. */
package io.dynamopatterns.processor.worker;
