package io.dynamopatterns.bench.compare;

import java.util.List;

/**
 * Work that several contenders do.
 *
 * @param operation what figures are divided by
 * @param findings what histories are judged by; these are columns
 */
record Workload(String name, String operation, List<String> findings, List<Contender> contenders) {}
