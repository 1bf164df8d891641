/**
 * This project's functions beside the libraries and loops that others take for the same work: what
 * each asks of DynamoDB, and what it loses or doubles in simulated histories with faults.
 */
package io.dynamopatterns.bench.compare;
