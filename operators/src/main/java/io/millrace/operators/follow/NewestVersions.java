/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.follow;

import io.millrace.models.follow.ParameterVersion;
import io.millrace.state.follow.ParameterVersionSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The newest version per kind of learner, in broadcast state: every instance of the operator has
 * all of them, and a restored one goes on with those of its checkpoint. The newest is the one that
 * came last, so that a model which begins anew with lower numbers is followed too.
 */
public final class NewestVersions {
  private static final String MERGED = "merged-versions";
  private static final String TRAINED = "trained-versions";

  private final BroadcastState<String, ParameterVersion> mergedState;
  private final BroadcastState<String, ParameterVersion> trainedState;
  private final Map<String, ParameterVersion> merged = new HashMap<>();
  private final String configured;
  private ParameterVersion trained;
  private volatile long newestMerged = -1;

  /**
   * @param store of the operator
   * @param configured the trained model that the job is configured with: once that is another one,
   *     what was announced in the place of the former no longer counts
   */
  public NewestVersions(OperatorStateStore store, String configured) throws Exception {
    this.configured = configured;
    mergedState = store.getBroadcastState(descriptor(MERGED));
    trainedState = store.getBroadcastState(descriptor(TRAINED));
    mergedState.immutableEntries().forEach(e -> merged.put(e.getKey(), e.getValue()));
    merged.values().forEach(this::count);
    trained = trainedState.get(configured);
  }

  private static MapStateDescriptor<String, ParameterVersion> descriptor(String name) {
    return new MapStateDescriptor<>(name, Types.STRING, ParameterVersionSerializer.TYPE);
  }

  /** Takes in a version. */
  public void take(ParameterVersion version) throws Exception {
    if (version.trained()) {
      trained = version;
      trainedState.clear();
      trainedState.put(configured, version);
    } else {
      merged.put(version.learners(), version);
      mergedState.put(version.learners(), version);
      count(version);
    }
  }

  private void count(ParameterVersion version) {
    newestMerged = Math.max(newestMerged, version.number());
  }

  /** The largest number of a merged version, -1 for none. From any thread. */
  public long newestMerged() {
    return newestMerged;
  }

  /** The merged version for learners, or null. */
  public ParameterVersion merged(String learners) {
    return merged.get(learners);
  }

  /** The model that was announced in the place of the configured one, or null. */
  public ParameterVersion trained() {
    return trained;
  }
}
