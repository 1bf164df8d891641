package io.dynamopatterns.common.send;

/** A message that has its place in the order of a key. */
public interface Keyed {
  /** Messages of the same key stay in their order, others have none. */
  String key();

  /** Its size in bytes, as the service counts it. */
  int size();
}
