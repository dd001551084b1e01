/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BundleOperatorTest {
  /** Puts each bundle out as one text. */
  private static final class Joining extends BundleOperator<String, String>
      implements OneInputStreamOperator<String, String> {
    private static final long serialVersionUID = 1L;

    Joining(BundleBounds bounds) {
      super(bounds);
    }

    @Override
    public void processElement(StreamRecord<String> record) throws Exception {
      add(record);
    }

    @Override
    protected void process(Bundle<String> records) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < records.size(); i++) {
        if (records.value(i).equals("bad")) {
          throw new IllegalArgumentException("bad record");
        }
        text.append(records.value(i)).append('@').append(records.timestamp(i)).append(' ');
      }
      output.collect(new StreamRecord<>(text.toString().strip()));
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> harness;

  private void open(int records, int millis) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new Joining(new BundleBounds(records, Duration.ofMillis(millis))),
            key -> key,
            Types.STRING);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    if (harness != null) {
      harness.close();
    }
  }

  private List<String> outputs() {
    return harness.extractOutputValues();
  }

  @Test
  void aFullBundleIsProcessedInTheOrderOfItsRecords() throws Exception {
    open(3, 1000);
    harness.processElement("a", 1);
    harness.processElement("b", 2);
    assertThat(outputs()).isEmpty();
    harness.processElement("a", 3);
    harness.processElement("c", 4);
    assertThat(outputs()).containsExactly("a@1 b@2 a@3");
  }

  @Test
  void bundlesOfOneWaitForNothing() throws Exception {
    open(1, 1000);
    harness.processElement(new StreamRecord<>("a"));
    harness.processElement("b", 2);
    assertThat(outputs()).containsExactly("a@" + Long.MIN_VALUE, "b@2");
    assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isZero();
  }

  @Test
  void theFirstRecordOfABundleWaitsNoLongerThanTheLatency() throws Exception {
    open(100, 10);
    harness.setProcessingTime(1000);
    harness.processElement("a", 1);
    harness.setProcessingTime(1009);
    harness.processElement("b", 2);
    assertThat(outputs()).isEmpty();
    harness.setProcessingTime(1010);
    assertThat(outputs()).containsExactly("a@1 b@2");
  }

  @Test
  void oneTimerServesAllBundles() throws Exception {
    open(2, 10);
    harness.setProcessingTime(1000);
    for (int i = 0; i < 9; i++) {
      harness.processElement("k" + i, i);
      assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isLessThanOrEqualTo(1);
      harness.setProcessingTime(1000 + i);
    }
    harness.setProcessingTime(1010);
    assertThat(outputs()).hasSize(4);
    harness.setProcessingTime(1016);
    assertThat(outputs()).hasSize(4);
    harness.setProcessingTime(1017);
    assertThat(outputs()).hasSize(5).endsWith("k8@8");
    assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isZero();
  }

  @Test
  void aWatermarkFollowsTheRecordsBeforeIt() throws Exception {
    open(100, 1000);
    harness.processElement("a", 1);
    harness.processWatermark(new Watermark(5));
    assertThat(harness.getOutput()).containsExactly(new StreamRecord<>("a@1"), new Watermark(5));
  }

  @Test
  void aBarrierFollowsTheRecordsBeforeIt() throws Exception {
    open(100, 1000);
    harness.processElement("a", 1);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(outputs()).containsExactly("a@1");
    harness.snapshot(1, 1);
  }

  @Test
  void aSnapshotThatWouldLoseRecordsFails() throws Exception {
    open(100, 1000);
    harness.processElement("a", 1);
    assertThatThrownBy(() -> harness.snapshot(1, 1))
        .rootCause()
        .hasMessageContaining("1 records in the bundle");
  }

  @Test
  void theEndOfInputIsNoLoss() throws Exception {
    open(100, 1000);
    harness.processElement("a", 1);
    harness.getOperator().finish();
    assertThat(outputs()).containsExactly("a@1");
  }

  @Test
  void aFailureIsNotSwallowed() throws Exception {
    open(2, 1000);
    harness.processElement("a", 1);
    assertThatThrownBy(() -> harness.processElement("bad", 2)).hasMessage("bad record");
  }

  @Test
  void boundsThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> new BundleBounds(0, Duration.ofMillis(1)))
        .hasMessageContaining("bundle records is 0");
    assertThatThrownBy(() -> new BundleBounds(2, Duration.ofNanos(5)))
        .hasMessageContaining("bundle latency is PT0.000000005S")
        .hasMessageContaining("1 ms");
  }
}
