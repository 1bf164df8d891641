package io.dynamopatterns.processor.lines;

/**
 * A line of an object.
 *
 * @param object what the object is called in the ids of its lines
 * @param number counted from 1
 * @param text without its end: a line feed, or a carriage return and a line feed
 */
public record Line(String object, long number, String text) {
  /** Names the line among all lines of all objects; consumers tell duplicates by it. */
  public String id() {
    return object + ':' + number;
  }
}
