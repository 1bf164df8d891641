/**
 * Events that are collected over a period and sent as one digest for each group when the period
 * closes: every event in exactly one digest, once.
 */
package io.dynamopatterns.periodic;
