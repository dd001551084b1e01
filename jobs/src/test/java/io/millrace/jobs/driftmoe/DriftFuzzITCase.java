/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.LabelledInstance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten thousand mutated records on both topics, between good ones. */
class DriftFuzzITCase {
  private static final int MUTANTS = 10_000;
  private static final int STREAMS = 3;
  private static final int LENGTH = 1000;
  private static final int DELAY = 50;
  private static final String LEARNER = "hoeffding-tree";
  private static final RecordCodec<LabelledInstance> INSTANCES =
      RecordCodec.of(LabelledInstance.class);
  private static final RecordCodec<InstanceLabel> LABELS = RecordCodec.of(InstanceLabel.class);

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(DriftJob.TESTED, 1, 2);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @AfterEach
  void cancel() {
    harness.cancelAll();
  }

  @Test
  void everyBadRecordIsADeadLetterAndNoGoodOneSuffers() throws Exception {
    JobConfiguration configuration =
        harness
            .configuration("fuzz")
            .with(DriftOptions.LEARNER, LEARNER)
            .with(JobOptions.PARALLELISM, 2);
    Random random = new Random(20_031);
    List<Future<RecordMetadata>> bad = new ArrayList<>();
    EmbeddedJob job = harness.submit(configuration);
    try (DriftScript script = new DriftScript(harness, configuration, STREAMS, LENGTH, DELAY);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                harness.platform().connection().clientProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      int sent = 0;
      int taken = 0;
      for (int i = 0; i < MUTANTS; i++) {
        boolean label = random.nextInt(3) == 0;
        long time = script.begin() + (long) sent * STREAMS;
        // No name that a few flipped bits make that of another.
        String name = Long.toHexString(random.nextLong());
        byte[] mutant = mutant(name, label, time, random);
        // A time that is wrong but plausible makes what follows late: that is no fault to find.
        while (isPlausible(mutant, label, time)) {
          mutant = mutant(name, label, time, random);
        }
        String topic =
            configuration.get(label ? TopicOptions.DRIFT_LABELS : TopicOptions.DRIFT_INSTANCES);
        Future<RecordMetadata> sending = producer.send(new ProducerRecord<>(topic, mutant));
        if (isBad(mutant, label)) {
          bad.add(sending);
        } else if (!label) {
          taken++;
        }
        int due = (int) ((long) LENGTH * (i + 1) / MUTANTS);
        if (due > sent) {
          script.send(sent, due);
          sent = due;
        }
      }
      script.sendTail();
      Set<String> expected = new TreeSet<>();
      for (Future<RecordMetadata> sending : bad) {
        RecordMetadata at = sending.get();
        expected.add(at.topic() + '/' + at.partition() + '@' + at.offset());
      }

      List<DriftPrediction> predictions =
          harness.await(
              configuration,
              TopicOptions.DRIFT_PREDICTIONS,
              DriftPrediction.class,
              script.size() + taken);
      List<String> letters =
          harness
              .await(configuration, TopicOptions.DEAD_LETTERS, DeadLetter.class, expected.size())
              .stream()
              .map(
                  letter ->
                      letter.getTopic() + '/' + letter.getPartition() + '@' + letter.getOffset())
              .toList();
      assertThat(job.restarts()).isZero();
      assertThat(expected).hasSizeGreaterThan(MUTANTS / 4);
      assertThat(letters).doesNotHaveDuplicates();
      Set<String> missing = new TreeSet<>(expected);
      letters.forEach(missing::remove);
      Set<String> needless = new TreeSet<>(letters);
      needless.removeAll(expected);
      assertThat(missing).as("bad records that are no dead letters").isEmpty();
      assertThat(needless).as("dead letters of good records").isEmpty();
      assertThat(DriftScript.predicted(predictions)).isEqualTo(script.offline(LEARNER));
    }
  }

  /** Whether a record is decoded, and its time is ahead of the script's. */
  private static boolean isPlausible(byte[] message, boolean label, long now) {
    try {
      long time =
          label
              ? LABELS.decode(message).getEventTime().toEpochMilli()
              : INSTANCES.decode(message).getEventTime().toEpochMilli();
      return time > now && time < System.currentTimeMillis() + 600_000;
    } catch (DecodingException e) {
      return false;
    }
  }

  /** The job's rules, in the words of the reference page. */
  private static boolean isBad(byte[] message, boolean label) {
    try {
      if (label) {
        InstanceLabel decoded = LABELS.decode(message);
        return isBadId(decoded.getStreamId().toString())
            || decoded.getStreamId().toString().contains("\0")
            || isBadId(decoded.getInstanceId().toString())
            || isBadTime(decoded.getEventTime().toEpochMilli())
            || isBadLabel(decoded.getLabel());
      }
      LabelledInstance decoded = INSTANCES.decode(message);
      return isBadId(decoded.getStreamId().toString())
          || decoded.getStreamId().toString().contains("\0")
          || isBadId(decoded.getInstanceId().toString())
          || isBadTime(decoded.getEventTime().toEpochMilli())
          || isBadFeatures(decoded)
          || (decoded.getLabel() != null && isBadLabel(decoded.getLabel()));
    } catch (DecodingException e) {
      return true;
    }
  }

  private static boolean isBadId(String id) {
    return id.isEmpty() || id.length() > 1024;
  }

  private static boolean isBadTime(long millis) {
    return millis < 0 || millis > System.currentTimeMillis() + 300_000;
  }

  private static boolean isBadLabel(Object label) {
    return label instanceof Integer code
        ? code < 0 || code >= 1000
        : label.toString().isEmpty() || label.toString().length() > 1024;
  }

  private static boolean isBadFeatures(LabelledInstance instance) {
    int width = instance.getFeatures().size();
    if (instance.getIndices() != null) {
      width = instance.getWidth();
      int before = -1;
      for (int index : instance.getIndices()) {
        if (index <= before || index >= width) {
          return true;
        }
        before = index;
      }
      if (instance.getIndices().size() != instance.getFeatures().size()) {
        return true;
      }
    }
    int before = -1;
    for (int position : instance.getNominal()) {
      if (position <= before || position >= width) {
        return true;
      }
      before = position;
    }
    return width < 1 || width > 10_000;
  }

  private static byte[] mutant(String name, boolean label, long time, Random random) {
    byte[] message =
        label
            ? LABELS.encode(LateLabels.record(DriftScript.label(name, 1, time, 1)))
            : INSTANCES.encode(Instances.record(odd(name, time, random)));
    switch (random.nextInt(6)) {
      case 0 -> message = Arrays.copyOf(message, random.nextInt(message.length));
      case 1 -> message = Arrays.copyOf(message, message.length + 1 + random.nextInt(9));
      case 2 -> random.nextBytes(message);
      case 3 -> message[random.nextInt(message.length)] = (byte) random.nextInt(256);
      case 4 -> {
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
          message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      default -> {
        int from = random.nextInt(message.length);
        int to = random.nextInt(message.length);
        int length = Math.min(random.nextInt(16), message.length - Math.max(from, to));
        System.arraycopy(message, from, message, to, length);
      }
    }
    return message;
  }

  private static Arrival odd(String name, long time, Random random) {
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, -1, 0, 7};
    double[] x = new double[1 + random.nextInt(4)];
    for (int i = 0; i < x.length; i++) {
      x[i] = odd[random.nextInt(odd.length)];
    }
    ClassLabel label = random.nextBoolean() ? null : ClassLabel.of(random.nextInt(2000));
    Arrival numeric = DriftScript.arrival(name, 1, time, label, x);
    if (random.nextInt(8) > 0) {
      return numeric;
    }
    int[] anywhere = {random.nextInt()};
    return new Arrival(
        numeric.streamId(), numeric.instanceId(), time, x, anywhere, label, numeric.origin());
  }
}
