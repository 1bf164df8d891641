/** The life of a unit of work: its states and what leads from one to the next. */
package io.dynamopatterns.processor.work;
