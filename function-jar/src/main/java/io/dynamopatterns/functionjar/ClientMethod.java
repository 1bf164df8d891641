package io.dynamopatterns.functionjar;

/**
 * A method of a service's clients, which are one for callers that wait and one for those that do
 * not.
 *
 * @param service the service's package below {@code software.amazon.awssdk.services}
 */
record ClientMethod(String service, String method) {}
