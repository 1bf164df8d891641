/** JSON that is read strictly. */
package io.dynamopatterns.mapping.json;
