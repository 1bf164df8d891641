/** The coupon app in the local fleet: its data, its users, and what is expected of a run. */
package io.dynamopatterns.local.example;
