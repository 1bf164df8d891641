/** What the tests of this module share. */
package io.dynamopatterns.fanout.kit;
