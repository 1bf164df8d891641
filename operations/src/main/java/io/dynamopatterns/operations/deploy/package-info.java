/** Operations on what Terraform has deployed: its state and its versions. */
package io.dynamopatterns.operations.deploy;
