/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.contract.Element;
import io.millrace.operators.contract.OperatorContract;
import io.millrace.operators.contract.Subject;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ServedModel;
import io.millrace.operators.reject.Rejected;
import io.millrace.state.cnn.MovingSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamingCnnContractTest {
  private static final List<String> STREAMS = List.of("a", "b", "c", "d", "e");
  private static final int LENGTH = 64;
  private static final long SMALL_HOT = 1500;

  /** All models made by a test, to see that they are closed. */
  private static final Queue<MovingSum> MADE = new ConcurrentLinkedQueue<>();

  private static ServedModel load(ModelAnnouncement wanted) {
    ServedModel model = Signals.model(wanted.version());
    MADE.add((MovingSum) model.cnn());
    return model;
  }

  @BeforeEach
  void forgetModels() {
    MADE.clear();
  }

  private static Subject<Frame, String, Prediction> subject(Backends backend, SignalRules rules) {
    StreamingCnnSettings settings =
        StreamingCnnSettings.of(Signals.announcement("1"), (wanted, place) -> load(wanted))
            .withRules(rules)
            .withHotBytes(SMALL_HOT)
            .withWarming(true);
    return new Subject<>(
        bundle -> new StreamingCnnOperator(settings.withBundle(Signals.bundle(bundle))),
        Frame::streamId,
        Types.STRING,
        List.of(SignalOutputs.LATE, SignalOutputs.REJECTED),
        StreamingCnnContractTest::describe,
        StreamingCnnContractTest::key,
        operator -> ((StreamingCnnOperator) operator).loading(),
        backend);
  }

  /** RocksDB is slow to start: where it starts often, one size has to do. */
  private static int[] bundles(Backends backend) {
    return backend == Backends.HEAP ? OperatorContract.bundles() : new int[] {3};
  }

  private static SignalRules orderly() {
    return SignalRules.DEFAULT.withDisorder(Span.samples(100));
  }

  private static SignalRules gappy() {
    return SignalRules.DEFAULT
        .withDisorder(Span.samples(12))
        .withGap(GapPolicy.INTERPOLATE, Span.millis(60));
  }

  private static String describe(Object output) {
    if (output instanceof Prediction p) {
      return p.windowEnd()
          + " "
          + p.windowEndMillis()
          + " "
          + Arrays.toString(p.outputs())
          + " "
          + p.label()
          + " "
          + p.modelVersion()
          + " "
          + p.warming();
    }
    if (output instanceof Rejected<?> rejected) {
      return rejected.reason();
    }
    return ((Frame) output).sequence() + "+" + ((Frame) output).length();
  }

  private static String key(Object output) {
    if (output instanceof Prediction prediction) {
      return prediction.streamId();
    }
    return ((Frame) (output instanceof Rejected<?> rejected ? rejected.record() : output))
        .streamId();
  }

  /** Streams cut into frames of any length, neighbours swapped, mixed with each other. */
  private static List<Frame> frames(long seed) {
    Random random = new Random(seed);
    List<List<Frame>> queues = new ArrayList<>();
    for (String stream : STREAMS) {
      List<Frame> frames = new ArrayList<>();
      for (int at = 0; at < LENGTH; ) {
        int length = Math.min(LENGTH - at, 1 + random.nextInt(13));
        frames.add(Signals.frame(stream, 1000 + at, length));
        at += length;
      }
      for (int i = 1; i + 1 < frames.size(); i += 2) {
        if (random.nextBoolean()) {
          frames.add(i, frames.remove(i + 1));
        }
      }
      queues.add(frames);
    }
    List<Frame> mixed = new ArrayList<>();
    while (!queues.isEmpty()) {
      List<Frame> queue = queues.get(random.nextInt(queues.size()));
      mixed.add(queue.remove(0));
      queues.removeIf(List::isEmpty);
    }
    return mixed;
  }

  private static List<Element<Frame, ModelAnnouncement>> elements(List<Frame> frames) {
    List<Element<Frame, ModelAnnouncement>> elements = new ArrayList<>();
    for (Frame frame : frames) {
      elements.add(new Element.Keyed<>(frame, frame.timeMillis()));
    }
    return elements;
  }

  /** The same with a third of the frames lost, late ones, and watermarks between. */
  private static List<Element<Frame, ModelAnnouncement>> damaged(long seed) {
    Random random = new Random(seed);
    List<Element<Frame, ModelAnnouncement>> elements = new ArrayList<>();
    long newest = 0;
    List<Frame> withheld = new ArrayList<>();
    for (Frame frame : frames(seed)) {
      if (random.nextInt(4) == 0) {
        withheld.add(frame);
        continue;
      }
      elements.add(new Element.Keyed<>(frame, frame.timeMillis()));
      newest = Math.max(newest, frame.timeMillis());
      if (random.nextInt(6) == 0) {
        elements.add(new Element.Mark<>(newest - 50));
      }
      if (withheld.size() > 2) {
        Frame late = withheld.remove(0);
        elements.add(new Element.Keyed<>(late, late.timeMillis()));
      }
    }
    return elements;
  }

  /** What full windows over the undamaged streams give, no state involved. */
  private static Map<String, List<String>> naive(List<Frame> frames) {
    Map<String, List<String>> expected = new TreeMap<>();
    Map<String, List<Frame>> byStream = new HashMap<>();
    frames.forEach(f -> byStream.computeIfAbsent(f.streamId(), s -> new ArrayList<>()).add(f));
    byStream.forEach(
        (stream, own) -> {
          List<String> lines = new ArrayList<>();
          for (long end = 2; end + 1 <= LENGTH; end += 4) {
            float[] sums = new float[Signals.CHANNELS];
            for (long at = Math.max(0, end - 10); at < end; at++) {
              for (int c = 0; c < sums.length; c++) {
                sums[c] += Signals.value(stream, 1000 + at, c);
              }
            }
            long last = 1000 + end;
            Frame trigger =
                own.stream().filter(f -> f.sequence() <= last && last < f.end()).findFirst().get();
            lines.add(
                describe(
                        new Prediction(
                            stream,
                            1000 + end,
                            1000 + 10 * (1000 + end),
                            sums,
                            sums[1] > sums[0] ? "right" : "left",
                            "1",
                            end < 10))
                    + " @"
                    + trigger.timeMillis());
          }
          expected.put("out " + stream, lines);
        });
    return expected;
  }

  private static OperatorContract<Frame, ModelAnnouncement, String, Prediction> whole(
      Backends backend) {
    return new OperatorContract<>(subject(backend, orderly()), elements(frames(1)));
  }

  private static OperatorContract<Frame, ModelAnnouncement, String, Prediction> broken(
      Backends backend) {
    return new OperatorContract<>(subject(backend, gappy()), damaged(2));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void predictionsAreThoseOfFullWindowsWhateverTheBundle(Backends backend) throws Exception {
    whole(backend).resultsDoNotDependOnTheBundle(naive(frames(1)));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void damagedStreamsDoNotDependOnTheBundleEither(Backends backend) throws Exception {
    Map<String, List<String>> reference = broken(backend).reference();
    assertThat(reference.keySet()).anyMatch(channel -> channel.startsWith("late-frames"));
    broken(backend).resultsDoNotDependOnTheBundle(reference);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void restoringAfterEveryElementChangesNothing(Backends backend) throws Exception {
    broken(backend).restoringAfterEveryElementChangesNothing(bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void failuresChangeNothing(Backends backend) throws Exception {
    broken(backend).failuresChangeNothing(3, bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void rescalingChangesNothing(Backends backend) throws Exception {
    whole(backend).rescalingChangesNothing(bundles(backend));
    broken(backend).rescalingChangesNothing(bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void repeatedFramesChangeNoPrediction(Backends backend) throws Exception {
    whole(backend).repeatedRecordsChangeNoResult(4, List.of());
    broken(backend).repeatedRecordsChangeNoResult(5, List.of(SignalOutputs.LATE));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void poisonedFramesAreSetAside(Backends backend) throws Exception {
    float[] samples = new float[2 * Signals.CHANNELS];
    samples[3] = Float.NaN;
    broken(backend)
        .aPoisonedRecordIsSetAside(Signals.frame("a", 1000, samples), SignalOutputs.REJECTED);
  }

  @Test
  void closingReleasesModelsAndSessions() throws Exception {
    whole(Backends.HEAP).closeReleases(() -> MADE.stream().mapToInt(MovingSum::open).sum());
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void aModelSwappedInMidwayHoldsTheContractToo(Backends backend) throws Exception {
    List<Element<Frame, ModelAnnouncement>> elements = elements(frames(6));
    elements.add(elements.size() / 2, new Element.Broadcast<>(Signals.announcement("3")));
    var contract = new OperatorContract<>(subject(backend, orderly()), elements);
    Map<String, List<String>> reference = contract.reference();
    assertThat(reference.values().stream().flatMap(List::stream))
        .anyMatch(line -> line.contains(" 1 false"))
        .anyMatch(line -> line.contains(" 3 true"))
        .anyMatch(line -> line.contains(" 3 false"));
    contract.resultsDoNotDependOnTheBundle(reference);
    contract.rescalingChangesNothing(bundles(backend));
    contract.failuresChangeNothing(7, bundles(backend));
  }
}
