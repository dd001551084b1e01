/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.reject.Rejected;
import java.time.Duration;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How event time moves the operator, and what state is left behind. */
class DriftOperatorTest {
  private static final DriftSettings SETTINGS =
      DriftSettings.of(
          DriftRules.of("majority", "none")
              .withLabelDelay(Duration.ofSeconds(4))
              .withIdle(Duration.ofSeconds(60)),
          new CatalogueParts("majority", "none", 2, 1));

  private Rig rig;

  private Rig open(DriftSettings settings) throws Exception {
    rig = new Rig(settings, Backends.HEAP);
    return rig;
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Arrival unlabelled(int number, long millis) {
    return Events.arrival("s", number, millis, null, 1, 2);
  }

  @Test
  void aLabelThatComesFirstWaitsForItsInstance() throws Exception {
    open(SETTINGS);
    rig.feed(Events.label("s", 1, 1500, ClassLabel.of(1)));
    rig.mark(900);
    rig.feed(unlabelled(1, 1000), unlabelled(2, 2000));
    rig.mark(3000);
    assertThat(rig.versions()).containsExactly("majority/0", "majority/1");
    assertThat(rig.side(DriftOutputs.UNMATCHED)).isEmpty();
  }

  @Test
  void aLabelBehindTheWatermarkIsLearnedWhileItsInstanceWaits() throws Exception {
    open(SETTINGS);
    rig.feed(unlabelled(1, 1000));
    rig.mark(4999);
    rig.feed(Events.label("s", 1, 2000, ClassLabel.of(1)));
    rig.mark(5000);
    rig.feed(unlabelled(2, 5001));
    rig.mark(6000);
    assertThat(rig.versions()).containsExactly("majority/0", "majority/1");
  }

  @Test
  void aLabelThatComesAfterItsInstanceWasGivenUpIsHandedBack() throws Exception {
    open(SETTINGS);
    rig.feed(unlabelled(1, 1000));
    // The instance is given up at the next event, or at a timer that is coarse.
    rig.mark(8000);
    rig.feed(Events.label("s", 1, 2000, ClassLabel.of(1)));
    rig.mark(8001);
    assertThat(rig.side(DriftOutputs.UNMATCHED))
        .singleElement()
        .satisfies(stray -> assertThat(stray.reason()).contains("label-delay = 4000 ms"));
  }

  @Test
  void nothingIsPredictedNorDroppedWhileEventTimeStandsStill() throws Exception {
    open(SETTINGS.withBundle(new BundleBounds(3, Duration.ofMillis(20))));
    for (int i = 0; i < 100; i++) {
      rig.feed(unlabelled(i, 1000 + i), Events.label("s", i, 1200 + i, ClassLabel.of(0)));
    }
    rig.mark(999);
    assertThat(rig.predictions()).isEmpty();
    rig.mark(2000);
    assertThat(rig.predictions()).hasSize(100);
    assertThat(rig.side(DriftOutputs.UNMATCHED)).isEmpty();
    assertThat(rig.side(DriftOutputs.REJECTED)).isEmpty();
  }

  @Test
  void aStreamWithoutLabelsIsPredictedAllTheSame() throws Exception {
    open(SETTINGS.withBundle(new BundleBounds(3, Duration.ofMillis(20))));
    for (int i = 0; i < 50; i++) {
      rig.feed(unlabelled(i, 1000 + 1000L * i));
      rig.mark(1000 + 1000L * i);
    }
    assertThat(rig.predictions()).hasSize(50).allMatch(ClassPrediction::cold);
    rig.checkpoint();
    rig.mark(200_000);
    rig.checkpoint();
    assertThat(rig.states()).as("no instance waits for ever").isZero();
  }

  @Test
  void watermarksFollowThePredictionsTheyReleaseAndIdlenessPasses() throws Exception {
    open(SETTINGS.withBundle(new BundleBounds(64, Duration.ofSeconds(10))));
    rig.feed(unlabelled(1, 1000));
    rig.mark(1000);
    rig.idle();
    assertThat(rig.harness().getOutput()).hasSize(3).element(1).isEqualTo(new Watermark(1000));
    assertThat(rig.harness().getOutput()).last().isEqualTo(WatermarkStatus.IDLE);
    assertThat(rig.predictions()).hasSize(1);
    assertThat(rig.harness().extractOutputStreamRecords().get(0).getTimestamp()).isEqualTo(1000);
  }

  @Test
  void aSilentStreamLeavesNeitherStateNorTimers() throws Exception {
    open(SETTINGS);
    rig.feed(unlabelled(1, 1000), Events.arrival("t", 1, 50_000, null, 3));
    rig.mark(60_000);
    rig.checkpoint();
    assertThat(rig.states()).isEqualTo(2);
    rig.mark(100_000);
    rig.checkpoint();
    assertThat(rig.states()).isEqualTo(1);
    rig.mark(500_000);
    rig.checkpoint();
    assertThat(rig.states()).isZero();
    assertThat(rig.timers()).isZero();

    rig.feed(unlabelled(2, 500_001));
    rig.mark(500_002);
    assertThat(rig.versions()).as("it begins anew").endsWith("majority/0");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anEventThatWaitsWhenTheStreamWouldBeForgottenHasItsTurn() throws Exception {
    open(SETTINGS);
    rig.feed(unlabelled(1, 1000));
    rig.mark(60_000);
    // Behind the timer of the silence, at 67,500, which the next watermark passes.
    rig.feed(unlabelled(2, 67_900));
    rig.mark(67_600);
    assertThat(rig.predictions()).hasSize(1);
    rig.mark(68_000);
    assertThat(rig.predictions()).hasSize(2);
    rig.mark(500_000);
    rig.checkpoint();
    assertThat(rig.states()).isZero();
    assertThat(rig.timers()).isZero();
  }

  @Test
  void whatIsOverdueWaitsForTheNextWatermarkWithOneTimer() throws Exception {
    open(SETTINGS);
    rig.mark(5000);
    for (int i = 0; i < 10; i++) {
      rig.feed(Events.label("s", i, 4000 - 100 * i, ClassLabel.of(1)));
    }
    assertThat(rig.timers()).isEqualTo(1);
    rig.mark(5001);
    assertThat(rig.side(DriftOutputs.UNMATCHED)).hasSize(10);
  }

  @Test
  void labelsOfNobodyAndRejectedEventsLeaveNoState() throws Exception {
    open(SETTINGS);
    for (int i = 0; i < 20; i++) {
      rig.feed(Events.label("nobody" + i, 1, 1000 + i, ClassLabel.of(1)));
      rig.feed(Events.arrival("nothing" + i, 1, 1000, null));
    }
    rig.mark(2000);
    rig.checkpoint();
    assertThat(rig.side(DriftOutputs.UNMATCHED)).hasSize(20);
    assertThat(rig.side(DriftOutputs.REJECTED))
        .hasSize(20)
        .extracting(Rejected::reason)
        .allMatch(reason -> reason.contains("features are 0"));
    assertThat(rig.states()).isZero();
    assertThat(rig.timers()).isZero();
  }
}
