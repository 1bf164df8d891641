/** Items as DynamoDB's type-tagged JSON. */
package io.dynamopatterns.common.item;
