/**
 * A running fleet as the page shows it: the deployment as a graph, figures, logs, prices and
 * operations.
 */
package io.dynamopatterns.local.page;
