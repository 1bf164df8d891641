/** What a run did, by pattern: figures, and audits that compare tables, events and input. */
package io.dynamopatterns.local.report;
