/** Reads what Terraform deployed or plans to deploy. */
package io.dynamopatterns.local.state;
