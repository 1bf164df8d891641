/** How a function starts with little work. */
package io.dynamopatterns.common.start;
