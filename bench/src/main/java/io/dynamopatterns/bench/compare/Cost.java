package io.dynamopatterns.bench.compare;

/**
 * What one operation of a workload costs where nothing fails.
 *
 * @param micros of CPU, without that of the service
 */
record Cost(double requests, double writeUnits, double readUnits, double micros) {}
