/** The real functions in this process, on clients that are given. */
package io.dynamopatterns.bench.run;
