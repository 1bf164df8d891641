package io.dynamopatterns.common.settings;

/**
 * A variable as a module declares it by reading it.
 *
 * @param name the environment variable
 * @param need whether it must be set
 * @param fallback the text that is read when the variable is not set; empty unless {@code need} is
 *     {@link Need#DEFAULT}
 * @param allowed what it may be set to, in words
 * @param meaning what it does, in Markdown, for the module's README
 */
public record Variable(String name, Need need, String fallback, String allowed, String meaning) {
  /** What happens when a variable is not set. */
  public enum Need {
    /** The function does not start. */
    REQUIRED,
    /** The default is read. */
    DEFAULT,
    /** What the variable turns on stays off. */
    OPTIONAL
  }
}
