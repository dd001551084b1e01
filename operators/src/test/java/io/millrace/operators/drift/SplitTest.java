/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.origin.Origin;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.reject.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Split TWO = new Split(Map.of("s", 2), 0, 0);

  private static DriftSettings settings(String learner, Split split) {
    return DriftSettings.of(
            DriftRules.of(learner, "none"), new CatalogueParts(learner, "none", 2, 1))
        .withSplit(split);
  }

  private static SharedParameters parameters(int part, float... values) {
    return new SharedParameters("s", part, 0, 0, values, Origin.NONE);
  }

  @Test
  void anInstanceAndItsLabelGoToTheSamePartAndAllPartsGetSome() {
    Split split = Split.of("clicks=8, views = 3");
    Set<String> keys = new TreeSet<>();
    for (int i = 0; i < 1000; i++) {
      String key = split.key(Events.arrival("clicks", i, i, null, 1));
      assertThat(split.key(Events.label("clicks", i, 2L * i, ClassLabel.of(1)))).isEqualTo(key);
      keys.add(key);
    }
    assertThat(keys).hasSize(8);
    assertThat(split.key(Events.arrival("others", 1, 1, null, 1))).isEqualTo("others");
    assertThat(keys).contains(split.key(new SharedParameters("clicks", 7, 0, 0, null, null)));
  }

  @Test
  void whatCannotBeSplitIsTold() {
    assertThat(Split.of(" ")).isEqualTo(Split.NONE);
    assertThatThrownBy(() -> Split.of("clicks")).hasMessageContaining("'clicks'", "clicks=8");
    assertThatThrownBy(() -> Split.of("a=2,b=x")).hasMessageContaining("'b=x'");
    assertThatThrownBy(() -> Split.of("a=1")).hasMessageContaining("stream 'a'", "2 to");
    assertThatThrownBy(() -> Split.of("=4")).hasMessageContaining("name a stream");
    assertThatThrownBy(() -> TWO.sharing(-1)).hasMessageContaining("-1");
  }

  @Test
  void aStreamIdThatLooksLikeAPartIsRejected() throws Exception {
    try (Rig rig = new Rig(settings("majority", TWO), Backends.HEAP)) {
      rig.feed(Events.arrival("s\0" + "1", 1, 1, null, 1));
      assertThat(rig.side(DriftOutputs.REJECTED))
          .extracting(Rejected::reason)
          .singleElement()
          .asString()
          .contains("U+0000");
    }
  }

  @Test
  void partsLearnByThemselvesAndOutputsBearTheNameOfTheStream() throws Exception {
    List<Arrival> arrivals = Events.sea("s", 200, 4, true);
    OperatorSubtaskState state;
    List<ClassPrediction> predictions = new ArrayList<>();
    try (Rig rig = new Rig(settings("majority", TWO), Backends.HEAP)) {
      rig.feed(arrivals.subList(0, 100).toArray(new DriftEvent[0]));
      rig.mark(arrivals.get(90).timeMillis());
      // Some instances wait in the state.
      state = rig.checkpoint();
      assertThat(rig.states()).isEqualTo(2);
      predictions.addAll(rig.predictions());
    }
    try (Rig rig = new Rig(settings("majority", TWO), Backends.HEAP, state)) {
      rig.feed(arrivals.subList(100, 200).toArray(new DriftEvent[0]));
      rig.mark(10_000);
      predictions.addAll(rig.predictions());
    }
    assertThat(predictions).hasSize(200).allMatch(p -> p.streamId().equals("s"));
    int[] learned = new int[2];
    for (ClassPrediction prediction : predictions) {
      String version = prediction.modelVersion();
      int part = version.endsWith("#0") ? 0 : 1;
      assertThat(version).isEqualTo("majority/" + learned[part]++ + "#" + part);
    }
    assertThat(learned[0]).isBetween(70, 130);
  }

  @Test
  void averagedRoutersTakeTheirOldOnesPlace() throws Exception {
    try (Rig rig = new Rig(settings("moe-data", TWO.sharing(1)), Backends.HEAP)) {
      rig.feed(Events.sea("s", 1500, 4, true).toArray(new DriftEvent[0]));
      rig.mark(100_000);
      SharedParameters[] last = new SharedParameters[2];
      for (DriftEvent told : rig.side(DriftOutputs.PARAMETERS)) {
        SharedParameters parameters = (SharedParameters) told;
        last[parameters.part()] = parameters;
      }
      assertThat(last[0].learned() + last[1].learned()).isEqualTo(1500);
      assertThat(last[0].values()).isNotEqualTo(last[1].values());

      float[] mean = new float[last[0].values().length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (last[0].values()[i] + last[1].values()[i]) / 2;
      }
      rig.feed(parameters(0, mean), parameters(1, mean));
      int before = rig.side(DriftOutputs.PARAMETERS).size();
      for (int i = 0; i < 8; i++) {
        rig.feed(Events.arrival("s", 5000 + i, 200_000 + i, ClassLabel.of(1), 1, 2, 3));
      }
      rig.mark(300_000);
      Set<Integer> parts = new TreeSet<>();
      List<DriftEvent> told = rig.side(DriftOutputs.PARAMETERS);
      for (DriftEvent one : told.subList(before, told.size())) {
        assertThat(((SharedParameters) one).values()).isEqualTo(mean);
        parts.add(((SharedParameters) one).part());
      }
      assertThat(parts).containsExactly(0, 1);
      assertThat(rig.side(DriftOutputs.REJECTED)).isEmpty();
    }
  }

  @Test
  void parametersThatFitNobodyAreHandedBack() throws Exception {
    try (Rig rig = new Rig(settings("moe-data", TWO), Backends.HEAP)) {
      rig.feed(parameters(0, 1));
      Events.sea("s", 10, 4, true).forEach(arrival -> feed(rig, arrival));
      rig.mark(10_000);
      rig.feed(parameters(0, 1, 2), parameters(7, 1));
      assertThat(rig.side(DriftOutputs.REJECTED))
          .extracting(Rejected::reason)
          .satisfiesExactly(
              reason -> assertThat(reason).contains("part 0", "nothing has come of it yet"),
              reason -> assertThat(reason).contains("part 0", "2 parameters for a learner of"),
              reason -> assertThat(reason).contains("part 7", "nothing has come of it yet"));
      assertThat(rig.side(DriftOutputs.PARAMETERS)).as("nobody asked for them").isEmpty();
      rig.checkpoint();
      assertThat(rig.predictions()).hasSize(10);
    }
    try (Rig rig = new Rig(settings("majority", TWO.sharing(1)), Backends.HEAP)) {
      Events.sea("s", 10, 4, true).forEach(arrival -> feed(rig, arrival));
      rig.mark(10_000);
      rig.feed(parameters(0, 1));
      assertThat(rig.side(DriftOutputs.REJECTED))
          .extracting(Rejected::reason)
          .singleElement()
          .asString()
          .contains("a majority has no parameters to share");
      assertThat(rig.side(DriftOutputs.PARAMETERS)).isEmpty();
    }
  }

  private static void feed(Rig rig, DriftEvent event) {
    try {
      rig.feed(event);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
