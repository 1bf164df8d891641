/** The IAM permission that a request of the SDK needs on AWS. */
package io.dynamopatterns.emulator.iam;
