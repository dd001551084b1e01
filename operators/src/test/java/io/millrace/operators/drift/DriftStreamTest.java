/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.models.drift.transit.StreamReport.Cause;
import io.millrace.state.drift.DriftState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftStreamTest {
  private static final long SEED = 1;
  private static final String LEARNER = "hoeffding-tree";

  private final Collected out = new Collected();
  private final DriftTally tally = new DriftTally();
  private final CatalogueParts parts = new CatalogueParts(LEARNER, "adwin", 2, SEED);
  private final DriftState state = new DriftState("s", parts);

  private DriftStream stream(DriftRules rules) {
    return new DriftStream(rules, tally, out);
  }

  private static DriftRules rules() {
    return DriftRules.of(LEARNER, "adwin").withLabelDelay(Duration.ofSeconds(10));
  }

  private void feed(DriftStream stream, DriftEvent... events) {
    for (DriftEvent event : events) {
      stream.accept(state, event);
    }
  }

  /** What a loop over the same instances predicts. */
  private static List<Integer> offline(List<Arrival> arrivals, int[] labels, int delay) {
    Learner learner = LearnerCatalogue.create(LEARNER, Attributes.numeric(3), 2, SEED);
    Prequential prequential = new Prequential(learner, 3, delay);
    List<Integer> predictions = new ArrayList<>();
    Instance instance = new Instance(3);
    for (int i = 0; i < arrivals.size(); i++) {
      System.arraycopy(arrivals.get(i).features(), 0, instance.x, 0, 3);
      instance.label = labels[i];
      Votes votes = prequential.accept(instance);
      predictions.add(votes.winner());
    }
    return predictions;
  }

  private static int[] labels(List<Arrival> arrivals) {
    return arrivals.stream().mapToInt(arrival -> arrival.label().code()).toArray();
  }

  @Test
  void labelsInTheRecordGiveThePredictionsOfAPlainLoop() {
    List<Arrival> arrivals = Events.sea("s", 3000, 4, true);
    DriftStream stream = stream(rules());
    arrivals.forEach(arrival -> stream.accept(state, arrival));
    stream.advance(state, Long.MAX_VALUE);

    assertThat(out.predictions.stream().map(ClassPrediction::label).toList())
        .isEqualTo(offline(arrivals, labels(arrivals), 0));
    assertThat(out.reports.stream().filter(r -> r.cause() == Cause.WINDOW)).hasSize(3);
  }

  @Test
  void lateLabelsGiveThePredictionsOfADelayedLoopHoweverTheyAreMixed() {
    List<Arrival> labelled = Events.sea("s", 1200, 5, true);
    List<DriftEvent> events = new ArrayList<>(Events.sea("s", 1200, 5, false));
    int delay = 100;
    for (int i = 0; i + delay < labelled.size(); i++) {
      // At the very time of the instance that is predicted before the label is learned.
      long millis = labelled.get(i + delay).timeMillis();
      events.add(Events.label("s", i, millis, labelled.get(i).label()));
    }
    Collections.shuffle(events, new Random(6));
    DriftStream stream = stream(rules());
    events.forEach(event -> stream.accept(state, event));
    for (long watermark = 0; watermark < 20_000; watermark += 777) {
      stream.advance(state, watermark);
    }

    assertThat(out.predictions.stream().map(ClassPrediction::label).toList())
        .isEqualTo(offline(labelled, labels(labelled), delay));
    assertThat(out.strays).isEmpty();
    assertThat(tally.learned()).isEqualTo(1100);
    assertThat(tally.right())
        .isEqualTo(
            IntStream.range(0, 1100)
                .filter(i -> out.predictions.get(i).label() == labels(labelled)[i])
                .count());
  }

  @Test
  void predictionsOfAYoungLearnerAreCold() {
    DriftStream stream = stream(rules().withColdLabels(2));
    for (int i = 0; i < 4; i++) {
      feed(stream, Events.arrival("s", i, 10 + i, ClassLabel.of(1), 1, 2));
    }
    stream.advance(state, 100);

    assertThat(out.predictions)
        .extracting(ClassPrediction::cold)
        .containsExactly(true, true, false, false);
    ClassPrediction first = out.predictions.get(0);
    assertThat(first.label()).isZero();
    assertThat(first.confidence()).isEqualTo(0.5);
    assertThat(first.modelVersion()).isEqualTo("hoeffding-tree/0");
    assertThat(out.predictions.get(3).label()).isEqualTo(1);
    assertThat(out.predictions.get(3).modelVersion()).isEqualTo("hoeffding-tree/3");
  }

  @Test
  void labelsThatFindNoInstanceAreHandedBackWithTheReason() {
    DriftStream stream = stream(rules());
    feed(
        stream,
        Events.arrival("s", 1, 1000, null, 1, 2),
        Events.label("s", 2, 1001, ClassLabel.of(1)),
        Events.label("s", 1, 11_001, ClassLabel.of(1)));
    stream.advance(state, 11_005);

    assertThat(out.strays).hasSize(2);
    assertThat(out.strays.get(0).reason()).contains("instance 'i2'", "no instance of that id");
    assertThat(out.strays.get(1).reason())
        .contains("instance 'i1'", "waited longer than millrace.drift.label-delay = 10000 ms");
    assertThat(state.unmatched()).isEqualTo(2);
    assertThat(tally.unmatched()).isEqualTo(2);
    assertThat(tally.unlabelled()).as("the instance is given up").isEqualTo(1);
    assertThat(state.agenda().waiting()).isZero();
  }

  @Test
  void aLabelAtTheVeryBoundIsLearned() {
    DriftStream stream = stream(rules());
    feed(
        stream,
        Events.arrival("s", 1, 1000, null, 1, 2),
        Events.label("s", 1, 11_000, ClassLabel.of(1)));
    stream.advance(state, 10_999);
    stream.advance(state, 11_000);

    assertThat(out.strays).isEmpty();
    assertThat(state.learned()).isEqualTo(1);
  }

  @Test
  void aLabelIsLearnedOnlyOnce() {
    DriftStream stream = stream(rules());
    feed(
        stream,
        Events.arrival("s", 1, 1000, null, 1, 2),
        Events.label("s", 1, 2000, ClassLabel.of(1)),
        Events.label("s", 1, 2000, ClassLabel.of(1)),
        Events.label("s", 1, 2000, ClassLabel.of(0)));
    stream.advance(state, 3000);
    feed(stream, Events.label("s", 1, 2000, ClassLabel.of(1)));
    stream.advance(state, 3001);

    assertThat(state.learned()).isEqualTo(1);
    assertThat(tally.duplicates()).isEqualTo(2);
    assertThat(out.strays).hasSize(1);
  }

  @Test
  void anotherNumberOfFeaturesIsRejectedAndTheStreamGoesOn() {
    DriftStream stream = stream(rules());
    feed(
        stream,
        Events.arrival("s", 1, 1, ClassLabel.of(0), 1, 2),
        Events.arrival("s", 2, 2, ClassLabel.of(0), 1, 2, 3),
        new Arrival("s", "i3", 3, new double[] {1, 2}, new int[] {1}, null, Events.ORIGIN),
        Events.arrival("s", 4, 4, ClassLabel.of(0), 1, 2));
    stream.advance(state, 10);

    assertThat(out.predictions).extracting(ClassPrediction::instanceId).containsExactly("i1", "i4");
    assertThat(out.reasons).hasSize(2).allMatch(reason -> reason.startsWith("SCHEMA"));
    assertThat(out.reasons.get(0)).contains("instance 'i2'", "3 features", "had 2");
    assertThat(out.reasons.get(1)).contains("instance 'i3'", "nominal");
  }

  @Test
  void newClassesAndNominalValuesAreTakenAsTheyCome() {
    DriftStream stream = stream(rules());
    for (int i = 0; i < 50; i++) {
      ClassLabel label = ClassLabel.of("class " + i % 5);
      feed(
          stream,
          new Arrival("s", "i" + i, i, new double[] {i % 5}, new int[] {0}, label, Events.ORIGIN));
    }
    stream.advance(state, 100);

    assertThat(out.predictions).hasSize(50);
    ClassPrediction last = out.predictions.get(49);
    assertThat(last.votes()).hasSize(5);
    assertThat(last.labelName()).isEqualTo("class " + last.label());
    assertThat(out.rejected).isEmpty();
  }

  @Test
  void labelsOfAnotherKindAreRefused() {
    DriftStream stream = stream(rules());
    feed(
        stream,
        Events.arrival("s", 1, 1, ClassLabel.of("up"), 1),
        Events.arrival("s", 2, 2, ClassLabel.of(1), 1),
        Events.arrival("s", 3, 3, null, 1),
        Events.label("s", 3, 4, ClassLabel.of(7)));
    stream.advance(state, 10);

    assertThat(out.reasons).hasSize(1);
    assertThat(out.reasons.get(0)).contains("label 1", "which are names");
    assertThat(out.strays).hasSize(1);
    assertThat(out.strays.get(0).reason()).contains("label 7", "which are names");
  }

  @Test
  void instancesBehindTheirStreamAreRejectedAsLate() {
    DriftStream stream = stream(rules());
    feed(stream, Events.arrival("s", 1, 100, null, 1));
    stream.advance(state, 150);
    feed(stream, Events.arrival("s", 2, 100, null, 1), Events.arrival("s", 3, 101, null, 1));
    stream.advance(state, 160);

    assertThat(out.predictions).extracting(ClassPrediction::instanceId).containsExactly("i1", "i3");
    assertThat(out.reasons.get(0)).startsWith("LATE").contains("disorder-bound");
    assertThat(tally.late()).isEqualTo(1);
  }

  @Test
  void theLongestWaitingInstanceMakesRoomWhenTooManyWait() {
    DriftStream stream = stream(rules().withMaxWaiting(2));
    feed(
        stream,
        Events.arrival("s", 1, 1, null, 1),
        Events.arrival("s", 2, 2, null, 1),
        Events.arrival("s", 3, 3, null, 1),
        Events.label("s", 1, 4, ClassLabel.of(1)),
        Events.label("s", 2, 4, ClassLabel.of(1)));
    stream.advance(state, 5);

    assertThat(state.learned()).isEqualTo(1);
    assertThat(state.unlabelled()).isEqualTo(1);
    assertThat(out.strays).hasSize(1);
  }

  @Test
  void reportsTellWindowsAlarmsAndCounts() {
    DriftStream stream = stream(rules().withWindow(500));
    for (int i = 0; i < 4000; i++) {
      // The classes change places in the middle.
      int label = (i % 2 == 0) == (i < 2250) ? 1 : 0;
      feed(stream, Events.arrival("s", i, i, ClassLabel.of(label), i % 2));
    }
    stream.advance(state, 5000);

    List<StreamReport> windows =
        out.reports.stream().filter(report -> report.cause() == Cause.WINDOW).toList();
    assertThat(windows).hasSize(8);
    assertThat(windows.get(2).scores().accuracy()).isEqualTo(1);
    assertThat(windows.get(2).judged()).isEqualTo(1500);
    assertThat(windows.get(4).scores().accuracy()).isLessThan(0.9);
    List<StreamReport> alarms =
        out.reports.stream().filter(report -> report.alarm() != null).toList();
    assertThat(alarms).isNotEmpty();
    assertThat(alarms.get(0).alarm().detector()).isEqualTo("adwin");
    assertThat(alarms.get(0).alarm().judged()).isBetween(2250L, 2500L);
    assertThat(alarms.get(0).alarm().magnitude()).isPositive();
    assertThat(windows.get(0).routerEntropy()).isNaN();
  }

  @Test
  void aMixtureReportsItsExperts() {
    DriftState mixed = new DriftState("s", new CatalogueParts("moe-data", "none", 2, SEED));
    DriftStream stream = stream(DriftRules.of("moe-data", "none").withWindow(600));
    Events.sea("s", 600, 3, true).forEach(arrival -> stream.accept(mixed, arrival));
    stream.advance(mixed, Long.MAX_VALUE);

    StreamReport report = out.reports.get(0);
    assertThat(out.reports).hasSize(1);
    long chosen = 0;
    long right = 0;
    for (int e = 0; e < report.chosen().length; e++) {
      chosen += report.chosen()[e];
      right += report.right()[e];
    }
    assertThat(chosen).isEqualTo(600);
    assertThat(right).isEqualTo(Math.round(600 * report.scores().accuracy()));
    assertThat(report.routerEntropy()).isBetween(0.0, Math.log(12) + 1e-9);
    assertThat(out.predictions.get(5).expert()).isBetween(0, 11);
  }

  @Test
  void aSilentStreamIsForgottenButNotAtTheEndOfInput() {
    DriftStream stream = stream(rules().withIdle(Duration.ofSeconds(60)));
    feed(stream, Events.arrival("s", 1, 1000, null, 1));
    stream.advance(state, 2000);

    assertThat(stream.forgotten(state, 60_999)).isFalse();
    assertThat(stream.forgotten(state, 61_000)).isTrue();
    assertThat(stream.forgotten(state, Long.MAX_VALUE)).isFalse();
    assertThat(stream.dueMillis(state)).isBetween(11_000L, 13_000L);
  }
}
