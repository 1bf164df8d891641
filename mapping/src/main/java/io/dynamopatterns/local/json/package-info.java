/** JSON that is read strictly. */
package io.dynamopatterns.local.json;
