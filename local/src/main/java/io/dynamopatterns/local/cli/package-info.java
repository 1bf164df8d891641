/** The commands that run a fleet: run, up, new. */
package io.dynamopatterns.local.cli;
