/** Functions as Lambda runs them: at least once, for a limited time, on machines that may die. */
package io.dynamopatterns.sim.lambda;
