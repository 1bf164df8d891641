/** Permissions that functions' calls needed, as a run records them and as Terraform takes them. */
package io.dynamopatterns.operations.permissions;
