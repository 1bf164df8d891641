package io.dynamopatterns.eventstore.playback;

/** Why a page of events ended. */
enum Stop {
  /** It has as many events as were asked for. */
  LIMIT,
  /** One more would not fit an answer. */
  SIZE,
  /** The time of the invocation was used up. */
  TIME,
  /** After it the store is perhaps not complete yet; ask again later, with the cursor. */
  WATERMARK,
  /** What is stored was read to its end, past the watermark. */
  LATEST,
  /** The span that was asked for was read to its end. */
  TO
}
