/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.models.aggregation.transit.UpdateHeader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What the learners of a job share.
 *
 * @param model that they train together; empty where each learns for itself
 * @param worker begins the names of the learners
 * @param every how much a learner learns between two updates; 0 for no such number
 * @param window of event time after which it sends an update; zero for none
 * @param follow whether learners go on from merged versions
 * @param deltas whether graphs that did so send how far they moved since
 */
public record Sharing(
    String model, String worker, int every, Duration window, boolean follow, boolean deltas)
    implements Serializable {
  /** Every learner for itself. */
  public static final Sharing NONE = new Sharing("", "", 0, Duration.ZERO, false, false);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}");
  private static final int SHOWN = 48;

  /** The options of a configuration. */
  public static Sharing of(JobConfiguration configuration) {
    String model = configuration.get(ShareOptions.MODEL);
    if (model.isBlank()) {
      return NONE;
    }
    String worker = configuration.get(ShareOptions.WORKER);
    return new Sharing(
        model,
        worker.isBlank() ? configuration.get(JobOptions.NAME) : worker,
        configuration.get(ShareOptions.EVERY),
        configuration.get(ShareOptions.WINDOW),
        configuration.get(ShareOptions.FOLLOW),
        configuration.get(ShareOptions.DELTAS));
  }

  /** Whether learners send updates. */
  public boolean publishes() {
    return !model.isEmpty() && (every > 0 || !window.isZero());
  }

  /** Whether learners go on from merged versions. */
  public boolean follows() {
    return !model.isEmpty() && follow;
  }

  /** The name under which versions for the learners of a stream are announced. */
  public String published(String stream) {
    return UpdateHeader.checkedKey(model, cohort(stream));
  }

  /**
   * The cohort of a stream: its id where that is a name that cohorts may have, else what such a
   * name can tell of it and its checksum.
   */
  public static String cohort(String stream) {
    if (PLAIN.matcher(stream).matches()) {
      return stream;
    }
    CRC32C crc = new CRC32C();
    crc.update(stream.getBytes(StandardCharsets.UTF_8));
    String plain = stream.replaceAll("[^A-Za-z0-9_]+", "_");
    return plain.substring(0, Math.min(SHOWN, plain.length()))
        + "."
        + Long.toHexString(crc.getValue());
  }
}
