/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.transit;

import io.millrace.models.shape.ModelShape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a published version and its report are put together from. */
public sealed interface PublishEvent {
  /** The model, with its cohort. */
  String key();

  /** The version it belongs to. */
  long version();

  /**
   * A fragment of a version.
   *
   * @param parameters all of the fragment's
   * @param distances per update in order of worker names, the squared distance to the direction
   *     over this fragment; empty where no updates are kept
   * @param square of the direction's length over this fragment
   * @param failure why the parameters are those of the version before; else empty
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record FragmentVersion(
      String key,
      long version,
      int fragment,
      float[] parameters,
      double[] distances,
      double square,
      String failure)
      implements PublishEvent {}

  /**
   * What a round was.
   *
   * @param round its number, -1 for the parameters to begin with
   * @param gram whether {@link Likeness} will follow
   * @param participants by worker, then update
   * @param rejected while it was open
   * @param duplicates parts that came again while it was open
   */
  record RoundSummary(
      String key,
      long version,
      long round,
      ModelShape shape,
      boolean gram,
      long openedMillis,
      long closedMillis,
      int knownWorkers,
      List<Participant> participants,
      List<Refusal> rejected,
      long duplicates)
      implements PublishEvent {
    /** Copies the lists. */
    public RoundSummary {
      participants = List.copyOf(participants);
      rejected = List.copyOf(rejected);
    }
  }

  /**
   * An update that was aggregated.
   *
   * @param norm Euclidean length of its values
   * @param model whether its values are a whole model
   */
  record Participant(
      UpdateId update,
      long baseVersion,
      long staleness,
      long examples,
      double weight,
      double norm,
      boolean model) {}

  /** An update that was refused. */
  record Refusal(UpdateId update, String reason) {}

  /**
   * How alike the updates of a round are, by worker.
   *
   * @param shares of each in the result; empty where there is none
   * @param nearest distance of each to the nearest other; infinite for a single update
   */
  record Likeness(String key, long version, Map<String, Double> shares, Map<String, Double> nearest)
      implements PublishEvent {
    /** Copies the maps, in order of names. */
    public Likeness {
      shares = Collections.unmodifiableMap(new TreeMap<>(shares));
      nearest = Collections.unmodifiableMap(new TreeMap<>(nearest));
    }
  }
}
