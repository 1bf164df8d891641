/** What the tests of this module share. */
package io.dynamopatterns.examples.coupons.kit;
