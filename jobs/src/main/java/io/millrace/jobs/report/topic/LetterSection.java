/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Block.Column;
import io.millrace.jobs.report.page.Section;
import io.millrace.schemas.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What of a job's input could not be processed, by reason. */
final class LetterSection {
  private static final int REASONS = 1000;
  private static final int SHOWN = 30;
  private static final int MOST_TEXT = 300;

  private final Set<String> topics;
  private final Bounded<Reason> reasons = new Bounded<>(REASONS, Reason::new);
  private long count;

  private static final class Reason {
    private final String text;
    private long count;
    private DeadLetter last;

    Reason(String text) {
      this.text = text;
    }
  }

  /**
   * @param topics that the job reads
   */
  LetterSection(Set<String> topics) {
    this.topics = topics;
  }

  void take(DeadLetter letter) {
    if (!topics.contains(letter.getTopic())) {
      return;
    }
    count++;
    String text = letter.getReason();
    reasons
        .of(text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + '\u2026')
        .ifPresent(
            reason -> {
              reason.count++;
              reason.last = letter;
            });
  }

  Section section() {
    if (count == 0) {
      return new Section(
          "Dead letters", "", List.of(new Block.Note("None: every record could be processed.")));
    }
    List<Reason> frequent =
        reasons.values().stream()
            .sorted(Comparator.comparingLong((Reason reason) -> reason.count).reversed())
            .limit(SHOWN)
            .toList();
    List<List<Object>> rows = new ArrayList<>();
    for (Reason reason : frequent) {
      DeadLetter last = reason.last;
      rows.add(
          List.of(
              reason.text,
              reason.count,
              last.getTopic()
                  + ", partition "
                  + last.getPartition()
                  + ", offset "
                  + last.getOffset(),
              Moments.text(last.getTime().toEpochMilli())));
    }
    return new Section(
        "Dead letters",
        count
            + " records could not be processed. './millrace replay' sends them back once the"
            + " reason is gone.",
        List.of(
            new Block.Table(
                "reasons, the most frequent first",
                List.of(
                    Column.of("reason"),
                    Column.barred("records"),
                    Column.of("the newest"),
                    Column.of("refused")),
                rows,
                reasons.size() - frequent.size())));
  }
}
