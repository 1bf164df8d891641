/** What people see of work and may do with it. */
package io.dynamopatterns.processor.read;
