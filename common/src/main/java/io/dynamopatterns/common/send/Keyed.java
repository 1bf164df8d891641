package io.dynamopatterns.common.send;

/** A message that has its place in the order of a key. */
public interface Keyed {
  /** A number of the sender's own, to know it again by. */
  long number();

  /** Messages of the same key stay in their order, others have none. */
  String key();

  /** Its size in bytes, as the service counts it. */
  int size();
}
