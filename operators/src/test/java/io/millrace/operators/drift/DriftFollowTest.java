/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.follow.Shareable;
import io.millrace.operators.follow.FollowRig;
import io.millrace.operators.reject.Rejected;
import io.millrace.state.drift.DriftState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class DriftFollowTest {
  private static final Split TWO = new Split(Map.of("s", 2), 50, 0);
  private static final List<Arrival> ARRIVALS = Events.sea("s", 600, 4, true);

  private static DriftSettings settings(Split split) {
    return DriftSettings.of(
            DriftRules.of("moe-data", "none"), new CatalogueParts("moe-data", "none", 2, 1))
        .withSplit(split);
  }

  private static FollowRig<DriftEvent, ClassPrediction> rig(Split split, OperatorSubtaskState from)
      throws Exception {
    return new FollowRig<>(new DriftOperator(settings(split)), split::key, from);
  }

  private static ParameterVersion version(String stream, long number, float... values) {
    return new ParameterVersion(stream, number, "m+" + stream + '/' + number, values);
  }

  private static float[] filled(float[] like, float value) {
    float[] values = like.clone();
    Arrays.fill(values, value);
    return values;
  }

  private static List<SharedParameters> told(FollowRig<DriftEvent, ClassPrediction> rig) {
    return rig.side(DriftOutputs.PARAMETERS).stream().map(SharedParameters.class::cast).toList();
  }

  private static long time(int arrival) {
    return ARRIVALS.get(arrival).timeMillis();
  }

  @Test
  void partsTakeOverTheirStreamsVersionAndSayWhichOneTheyWentOnFrom() throws Exception {
    OperatorSubtaskState state;
    float[] values;
    try (FollowRig<DriftEvent, ClassPrediction> rig = rig(TWO, null)) {
      rig.feed(ARRIVALS.subList(0, 200));
      rig.mark(time(199));
      values = filled(told(rig).get(0).values(), 0.01f);
      rig.version(version("other", 4, 1, 2));
      rig.version(version("s", 3, values));
      rig.feed(ARRIVALS.subList(200, 400));
      rig.mark(time(399));
      List<ClassPrediction> said = rig.output();
      assertThat(said.subList(0, 200)).noneMatch(p -> p.modelVersion().contains("+v"));
      assertThat(said.subList(200, 400)).allMatch(p -> p.modelVersion().matches(".*\\+v3#[01]"));
      assertThat(told(rig))
          .allMatch(one -> one.since() == 50)
          .filteredOn(one -> one.timeMillis() > time(199))
          .isNotEmpty()
          .allMatch(one -> one.base() == 3);
      state = rig.checkpoint();
    }
    try (FollowRig<DriftEvent, ClassPrediction> rig = rig(TWO, state)) {
      rig.feed(ARRIVALS.subList(400, 600));
      rig.mark(time(599));
      assertThat(rig.output()).hasSize(200).allMatch(p -> p.modelVersion().contains("+v3#"));
      assertThat(told(rig)).isNotEmpty().allMatch(one -> one.base() == 3);
    }
  }

  @Test
  void aVersionThatDoesNotFitIsRefusedOncePerPart() throws Exception {
    try (FollowRig<DriftEvent, ClassPrediction> rig = rig(TWO, null)) {
      rig.feed(ARRIVALS.subList(0, 100));
      rig.mark(time(99));
      rig.version(version("s", 1, 1, 2));
      rig.feed(ARRIVALS.subList(100, 300));
      rig.mark(time(199));
      rig.mark(time(299));
      assertThat(rig.side(DriftOutputs.REJECTED))
          .extracting(Rejected::reason)
          .hasSize(2)
          .allMatch(reason -> reason.contains("2 parameters for a learner of"));
      assertThat(rig.output()).noneMatch(p -> p.modelVersion().contains("+v"));
    }
  }

  @Test
  void whatIsTakenOverIsTheVersionToTheBit() {
    DriftState state = new DriftState("s", 0, settings(TWO).parts());
    DriftRules rules = settings(TWO).rules();
    DriftTally tally = new DriftTally();
    PartSharing sharing = new PartSharing(TWO, rules.learner(), tally, new Nowhere());
    DriftStream stream = new DriftStream(rules, sharing, tally, new Nowhere());
    ARRIVALS.subList(0, 100).forEach(arrival -> stream.accept(state, arrival));
    stream.advance(state, time(99));
    float[] before = ((Shareable) state.learner()).parameters();
    float[] mean = filled(before, 0.125f);
    sharing.follow(state, version("s", 1, mean));
    assertThat(((Shareable) state.learner()).parameters()).isEqualTo(mean).isNotEqualTo(before);
  }

  @Test
  void aPartTellsWhatItLearnedInAWindowOnceTheWindowIsOver() throws Exception {
    Split windows = TWO.sharing(0, 1000);
    try (FollowRig<DriftEvent, ClassPrediction> rig = rig(windows, null)) {
      rig.feed(ARRIVALS.subList(0, 300));
      rig.mark(time(299));
      long ends = told(rig).stream().map(one -> one.timeMillis() / 1000).distinct().count();
      assertThat(told(rig)).hasSize((int) (2 * ends)).allMatch(one -> one.since() > 0);
      long unshared = 300 - told(rig).stream().mapToLong(SharedParameters::since).sum();
      assertThat(unshared).as("of the window that is not over").isBetween(1L, 100L);
    }
  }
}
