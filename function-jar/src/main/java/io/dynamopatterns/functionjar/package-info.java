/** What Maven's shade plugin writes into a function's jar about its components. */
package io.dynamopatterns.functionjar;
