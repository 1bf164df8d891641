/**
 * A fleet: everything that Terraform's state names, started, connected and ended, on the machine's
 * clock or the input's.
 */
package io.dynamopatterns.local.fleet;
