/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.connectors.avro.SignalFrames;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamingCnnJobITCase {
  private static final SignalFrames MESSAGES = SignalFrames.singleObject();

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(SignalJob.TESTED, 1, 4);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void committedPredictionsEqualFullWindowsInOnnxruntime() {
    JobConfiguration configuration = harness.configuration("equality");
    FrameScript script = new FrameScript(5, 30, 77, 1);
    EmbeddedJob job = harness.submit(configuration);
    try (FrameTopic topic = harness.topic(configuration, TopicOptions.SIGNALS)) {
      script.send(topic, 0, script.size());
    }
    Map<String, List<SignalPrediction>> predictions =
        Predictions.await(harness, configuration, script.predictions());
    job.cancel();

    assertThat(predictions).hasSize(5);
    ModelBundle bundle = ModelBundle.read("builtin:ecg/1");
    try (OnnxRuntimeReference reference =
        OnnxRuntimeReference.open(bundle.onnx(), 1, bundle.manifest().window())) {
      for (Signal signal : SyntheticSignal.patients(5, 1, 30 * 360)) {
        compare(predictions.get(signal.streamId()), signal, bundle.manifest(), reference);
      }
    }
  }

  private static void compare(
      List<SignalPrediction> predictions,
      Signal patient,
      ModelManifest manifest,
      OnnxRuntimeReference reference) {
    float[] signal = patient.read((int) patient.length());
    int windows = (signal.length - manifest.window()) / manifest.hop() + 1;
    assertThat(predictions).hasSize(windows);
    ModelManifest.Channel channel = manifest.input().channels().get(0);
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (signal[i] - channel.offset()) / channel.scale();
    }
    for (int i = 0; i < windows; i++) {
      SignalPrediction prediction = predictions.get(i);
      int from = i * manifest.hop();
      assertThat(prediction.getWindowEnd()).isEqualTo(from + manifest.window());
      assertThat(prediction.getModelVersion()).isEqualTo("ecg/1");
      assertThat(prediction.getWarming()).isFalse();
      float[] expected =
          reference.run(Arrays.copyOfRange(signal, from, from + manifest.window()), 1)[0];
      int best = 0;
      for (int k = 0; k < expected.length; k++) {
        assertThat(prediction.getOutputs().get(k)).isCloseTo(expected[k], within(1e-3f));
        best = expected[k] > expected[best] ? k : best;
      }
      assertThat(prediction.getLabel()).isEqualTo(manifest.labels().get(best));
    }
  }

  @Test
  void whatCannotBeProcessedGoesToTheDeadLettersAndTheRestPasses() {
    JobConfiguration configuration = harness.configuration("poison");
    FrameScript script = new FrameScript(2, 10, 90, 2);
    long now = System.currentTimeMillis();
    float[] samples = new float[90];
    float[] broken = samples.clone();
    broken[17] = Float.NaN;
    List<byte[]> poison = new ArrayList<>();
    poison.add(null);
    poison.add(new byte[0]);
    poison.add("{\"samples\": []}".getBytes(UTF_8));
    poison.add(Arrays.copyOf(MESSAGES.encode("x", 0, now, 360, 1, samples), 60));
    poison.add(MESSAGES.encode("x", 0, now, 360, 1, broken));
    poison.add(MESSAGES.encode("x", 0, now, 360, 2, samples));
    poison.add(MESSAGES.encode("x", 0, now, 250, 1, samples));
    poison.add(MESSAGES.encode("x", -1, now, 360, 1, samples));
    poison.add(MESSAGES.encode("x", 0, now, 360, 1, new float[0]));
    poison.add(MESSAGES.encode("", 0, now, 360, 1, samples));
    poison.add(MESSAGES.encode("x", 0, now + 3_600_000, 360, 1, samples));

    EmbeddedJob job = harness.submit(configuration);
    try (FrameTopic topic = harness.topic(configuration, TopicOptions.SIGNALS)) {
      int step = script.size() / poison.size();
      for (int i = 0; i < poison.size(); i++) {
        topic.send("x".getBytes(UTF_8), poison.get(i));
        script.send(topic, i * step, i == poison.size() - 1 ? script.size() : (i + 1) * step);
      }
    }
    List<DeadLetter> letters = harness.deadLetters(configuration, poison.size());
    Map<String, List<SignalPrediction>> predictions =
        Predictions.await(harness, configuration, script.predictions());
    assertThat(job.restarts()).isZero();
    job.cancel();

    assertThat(predictions.values().stream().mapToInt(List::size).sum())
        .isEqualTo(script.predictions());
    assertThat(letters).hasSize(poison.size());
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.getTopic()).isEqualTo(configuration.get(TopicOptions.SIGNALS));
              assertThat(letter.getOffset()).isNotNegative();
              assertThat(letter.getReason()).isNotBlank();
              assertThat(letter.getKey()).isNotNull();
            });
    assertThat(letters.stream().map(DeadLetter::getReason).toList().toString())
        .contains(
            "tombstone",
            "truncated",
            "single-object",
            "channels is 2",
            "250.0 Hz",
            "sequence is -1",
            "samples is empty",
            "no stream id",
            "ahead of the broker's clock",
            "sample 17 of channel 0 is NaN");
  }

  @Test
  void whatIsLargerThanABrokerWouldTakeUncompressedStopsNothing() throws Exception {
    JobConfiguration configuration = harness.configuration("large");
    FrameScript script = new FrameScript(1, 10, 90, 4);
    String stream = SyntheticSignal.patients(1, 4, 90).get(0).streamId();
    long now = System.currentTimeMillis();
    byte[] first = MESSAGES.encode("far", 1_000_000, now - 5000, 360, 1, new float[10]);
    byte[] late = MESSAGES.encode("far", 0, now - 6000, 360, 1, new float[700_000]);
    EmbeddedJob job = harness.submit(configuration);
    try (FrameTopic topic = harness.topic(configuration, TopicOptions.SIGNALS)) {
      int middle = script.size() / 2;
      script.send(topic, 0, middle);
      compressed(configuration, "far", first, new byte[3 << 20], new byte[6 << 20], late);
      script.send(topic, middle, script.size());
    }
    List<DeadLetter> letters = harness.deadLetters(configuration, 2);
    List<SignalFrame> lates = harness.await(configuration, TopicOptions.LATE, SignalFrame.class, 1);
    Map<String, List<SignalPrediction>> predictions =
        Predictions.await(harness, configuration, script.predictions());
    assertThat(job.restarts()).isZero();
    job.cancel();

    assertThat(predictions.get(stream)).hasSize(script.predictions());
    assertThat(letters)
        .extracting(letter -> letter.getPayload().remaining())
        .containsExactly(3 << 20, 4 << 20);
    assertThat(lates).singleElement().extracting(SignalFrame::getSequence).isEqualTo(0L);
  }

  /** Brokers count compressed bytes. */
  private static void compressed(JobConfiguration configuration, String key, byte[]... values)
      throws Exception {
    Properties properties = harness.platform().connection().clientProperties();
    properties.setProperty("compression.type", "lz4");
    properties.setProperty("max.request.size", Integer.toString(8 << 20));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      String topic = configuration.get(TopicOptions.SIGNALS);
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
      }
    }
  }

  @Test
  void aSavepointIsRestoredWithAnotherParallelism() {
    FrameScript script = new FrameScript(12, 30, 100, 3);
    JobConfiguration one = harness.configuration("rescale").with(JobOptions.PARALLELISM, 1);
    int middle = script.size() / 2;
    try (FrameTopic topic = harness.topic(one, TopicOptions.SIGNALS)) {
      EmbeddedJob first = harness.submit(one);
      script.send(topic, 0, middle);
      Predictions.await(harness, one, 12);
      String savepoint =
          first.stopWithSavepoint(
              harness.platform().folder().resolve("rescale").toUri().toString());

      EmbeddedJob second = harness.resume(one.with(JobOptions.PARALLELISM, 3), savepoint);
      script.send(topic, middle, script.size());
      Map<String, List<SignalPrediction>> rescaled =
          Predictions.await(harness, one, script.predictions());
      second.cancel();

      assertThat(Predictions.of(rescaled)).isEqualTo(undisturbed("rescale-reference", script));
    }
  }

  private static Predictions undisturbed(String name, FrameScript script) {
    JobConfiguration configuration = harness.configuration(name);
    EmbeddedJob job = harness.submit(configuration);
    try (FrameTopic topic = harness.topic(configuration, TopicOptions.SIGNALS)) {
      script.send(topic, 0, script.size());
    }
    Predictions predictions =
        Predictions.of(Predictions.await(harness, configuration, script.predictions()));
    job.cancel();
    return predictions;
  }
}
