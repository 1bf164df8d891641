/** Many items with few requests. */
package io.dynamopatterns.common.batch;
