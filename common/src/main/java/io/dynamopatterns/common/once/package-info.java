/** Steps that run once for each id, with their answers. */
package io.dynamopatterns.common.once;
