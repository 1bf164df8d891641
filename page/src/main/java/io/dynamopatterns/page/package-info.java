/** The fleet's page: its server, its data, and the report of a run as one file. */
package io.dynamopatterns.page;
