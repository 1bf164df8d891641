package io.dynamopatterns.processor.lines;

/** Makes the record of a line. A bean of this type is all that is needed for your own format. */
public interface LineMapper {
  /** What the field {@code format} of the work's input says to choose this one. */
  String format();

  /**
   * The record of a line. The same line always gives the same record.
   *
   * @throws RejectedLineException if there is none: the line is kept as rejected, and the others
   *     continue
   */
  LineRecord map(Line line) throws RejectedLineException;
}
