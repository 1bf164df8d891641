/** What a mapping is configured with. */
package io.dynamopatterns.local.state;
