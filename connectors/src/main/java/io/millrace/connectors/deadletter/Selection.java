/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.deadletter;

import io.millrace.schemas.DeadLetter;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which dead letters.
 *
 * @param from refused at this time or later
 * @param until refused before this time
 * @param reason found anywhere in the reason
 * @param topic the original topic; null for any
 */
public record Selection(Instant from, Instant until, Pattern reason, String topic) {
  /** Every letter. */
  public static final Selection ALL =
      new Selection(Instant.EPOCH, Instant.MAX, Pattern.compile(""), null);

  public Selection {
    Objects.requireNonNull(reason, "reason");
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "The range from " + from + " until " + until + " is empty; until must be later");
    }
  }

  public Selection between(Instant start, Instant end) {
    return new Selection(start, end, reason, topic);
  }

  public Selection because(Pattern pattern) {
    return new Selection(from, until, pattern, topic);
  }

  public Selection ofTopic(String name) {
    return new Selection(from, until, reason, name);
  }

  boolean includes(DeadLetter letter) {
    return !letter.getTime().isBefore(from)
        && letter.getTime().isBefore(until)
        && (topic == null || topic.equals(letter.getTopic()))
        && reason.matcher(letter.getReason()).find();
  }
}
