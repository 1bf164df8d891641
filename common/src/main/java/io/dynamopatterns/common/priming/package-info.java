/** What a function with SnapStart does before its snapshot, so that it answers soon after it. */
package io.dynamopatterns.common.priming;
