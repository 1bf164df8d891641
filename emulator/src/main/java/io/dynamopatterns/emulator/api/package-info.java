/** AWS's other interfaces of the local fleet, at one address: Lambda, Logs, S3 and Scheduler. */
package io.dynamopatterns.emulator.api;
