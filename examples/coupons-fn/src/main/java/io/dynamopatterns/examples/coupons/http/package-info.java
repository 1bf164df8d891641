/** Requests of an HTTP API, who sent them, and answers. */
package io.dynamopatterns.examples.coupons.http;
