/**
 * DynamoDB Local in this process: its server, its streams, what requests consume, tables from
 * Terraform's state.
 */
package io.dynamopatterns.emulator.dynamodb;
