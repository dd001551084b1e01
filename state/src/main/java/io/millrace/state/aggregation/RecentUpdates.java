/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The updates of a worker that were decided upon last, to know those that come again. Of their ids
 * 64 bits of a SHA-256 digest are kept: the ids of a fleet of 100,000 workers that remember 64
 * updates each would take 640 MB of heap, and be part of every checkpoint. An update is taken for
 * one of them by mistake with a probability of 2<sup>-64</sup> each. Immutable.
 */
public final class RecentUpdates {
  /** Of a worker of which nothing was decided upon. */
  public static final RecentUpdates NONE = new RecentUpdates(new long[0]);

  /** Oldest first. */
  private final long[] digests;

  private RecentUpdates(long[] digests) {
    this.digests = digests;
  }

  /** Of digests that were kept, oldest first; handed over. */
  static RecentUpdates kept(long[] digests) {
    return digests.length == 0 ? NONE : new RecentUpdates(digests);
  }

  /** Of ids, oldest first. */
  static RecentUpdates of(List<String> ids) {
    return kept(ids.stream().mapToLong(RecentUpdates::digest).toArray());
  }

  private static long digest(String id) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8)))
          .getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** How many. */
  public int size() {
    return digests.length;
  }

  /** Whether an update is one of them. */
  public boolean contains(String id) {
    return digests.length > 0 && indexOf(digest(id)) >= 0;
  }

  private int indexOf(long digest) {
    for (int i = 0; i < digests.length; i++) {
      if (digests[i] == digest) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The same and one that was decided upon now.
   *
   * @param most how many are kept; the oldest are forgotten
   */
  public RecentUpdates with(String id, int most) {
    long digest = digest(id);
    int known = indexOf(digest);
    int others = known < 0 ? digests.length : digests.length - 1;
    int kept = Math.min(others, most - 1);
    long[] newest = new long[kept + 1];
    int at = kept;
    newest[at] = digest;
    for (int i = digests.length - 1; i >= 0 && at > 0; i--) {
      if (i != known) {
        newest[--at] = digests[i];
      }
    }
    return new RecentUpdates(newest);
  }

  /** Oldest first; a copy. */
  long[] digests() {
    return digests.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecentUpdates that && Arrays.equals(digests, that.digests);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digests);
  }

  @Override
  public String toString() {
    return digests.length + " updates";
  }
}
