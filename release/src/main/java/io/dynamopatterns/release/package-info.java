/** The files of a release. */
package io.dynamopatterns.release;
