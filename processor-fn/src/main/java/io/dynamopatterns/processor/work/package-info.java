/** What leads from one state of a unit of work to the next, computed without a table. */
package io.dynamopatterns.processor.work;
