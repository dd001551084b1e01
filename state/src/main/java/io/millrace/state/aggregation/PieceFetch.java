package io.millrace.state.aggregation;

/** Where a piece is fetched from once it is needed. */
@FunctionalInterface
interface PieceFetch {
  /** Its bytes, not to be changed; null where there is none. */
  byte[] piece(long id);
}
