/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.signature.Signer;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.DeadLetter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever hostile workers send is refused and reported, and nothing else is disturbed. */
class HostileUpdatesITCase {
  private static final int WORKERS = 3;
  private static final int MUTANTS = 2000;
  private static final long NOW = System.currentTimeMillis();

  private static JobHarness harness;

  private final UpdateRecords records = new UpdateRecords();

  @BeforeAll
  static void start() {
    harness = new JobHarness(AggregationJob.TESTED, 1, 2);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static UpdateHeader header(String id, long base, ModelShape shape) {
    Contribution contribution = new Contribution("eve", id, base, 5, 1, 1, 0, Payload.DELTA);
    return new UpdateHeader("net", "", contribution, -1, NOW, shape, false);
  }

  private static Chunk chunk(int tensor, float value) {
    float[] values = new float[(int) Fleet.SMALL.tensors().get(tensor).values()];
    java.util.Arrays.fill(values, value);
    return Chunk.encode(Codecs.FP32, Fleet.SMALL.fragment(tensor), values, 0, 0);
  }

  private static UpdatePart part(String id, long base, Chunk... chunks) {
    return new UpdatePart(header(id, base, Fleet.SMALL), List.of(chunks), null);
  }

  /** Parameters to begin with, from somebody who may not send any, before those of who may. */
  private static UpdatePart takeover() {
    Contribution contribution = new Contribution("eve", "initial", 0, 1, 1, 1, 0, Payload.MODEL);
    UpdateHeader header = new UpdateHeader("net", "", contribution, -1, NOW, Fleet.SMALL, true);
    return new UpdatePart(header, List.of(chunk(0, 1), chunk(1, 1)), null);
  }

  /** By the words that the reason must hold. */
  private static Map<String, List<UpdatePart>> attacks() {
    Map<String, List<UpdatePart>> attacks = new HashMap<>();
    ModelShape other = new ModelShape(List.of(TensorShape.of("weights", 300)));
    attacks.put(
        "a shape that is not the model's",
        List.of(
            new UpdatePart(
                header("shape", 0, other),
                List.of(Chunk.encode(Codecs.FP32, other.fragment(0), new float[300], 0, 0)),
                null)));
    ModelShape huge = new ModelShape(List.of(TensorShape.of("weights", 1L << 41)));
    attacks.put(
        "2199023255552 values",
        List.of(new UpdatePart(header("huge", 0, huge), List.of(chunk(0, 1)), null)));
    ModelShape vast = new ModelShape(List.of(TensorShape.of("weights", 65_537)));
    UpdateHeader storeless =
        new UpdateHeader("vast", "", header("vast", 0, vast).contribution(), -1, NOW, vast, false);
    attacks.put(
        "millrace.aggregation.store",
        List.of(
            new UpdatePart(
                storeless,
                List.of(Chunk.encode(Codecs.FP32, vast.fragment(0), new float[65_537], 0, 0)),
                null)));
    attacks.put("overlap", List.of(part("overlap", 0, chunk(0, 1), chunk(0, 2), chunk(1, 1))));
    attacks.put("lacks 1 of its 2 chunks", List.of(part("missing", 0, chunk(0, 1))));
    attacks.put("in tensor 1", List.of(part("nan", 0, chunk(0, 1), chunk(1, Float.NaN))));
    attacks.put("max-norm", List.of(part("norm", 0, chunk(0, 1e9f), chunk(1, 0))));
    attacks.put("the newest is 0", List.of(part("future", 9, chunk(0, 1), chunk(1, 1))));
    byte[] bomb = {-1, -1, -1, 127, 0, 0, 0, 0};
    attacks.put("topk", List.of(part("bomb", 0, Chunk.sealed(0, 0, 300, (byte) 6, bomb))));
    attacks.put(
        "2147483647 values",
        List.of(part("count", 0, Chunk.sealed(0, 0, Integer.MAX_VALUE, (byte) 1, new byte[4]))));
    attacks.put(
        "checksum", List.of(part("crc", 0, new Chunk(0, 0, 300, (byte) 1, new byte[1200], 1))));
    return attacks;
  }

  @Test
  void hostileUpdatesAreRefusedAndNobodyElseIsDisturbed() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    Map<String, String> keys = new HashMap<>(Map.of("eve", key));
    for (int i = 0; i < WORKERS; i++) {
      keys.put(Fleet.name(i), key);
    }
    Signer signer = new Signer(pair.getPrivate());
    JobConfiguration configuration =
        harness
            .configuration("hostile")
            .with(JobOptions.PARALLELISM, 2)
            .with(AggregationOptions.KEYS, keys)
            .with(AggregationOptions.INITIAL_SENDERS, Fleet.name(0) + ", " + Fleet.name(1))
            .with(AggregationOptions.MAX_PENDING, 100)
            .with(AggregationOptions.PENDING_TIMEOUT, Duration.ofSeconds(2))
            .with(AggregationOptions.TRIGGER, "count(" + WORKERS + ")");
    EmbeddedJob job = harness.submit(configuration);
    List<String> expected = new ArrayList<>();
    try (Fleet fleet =
            new Fleet(
                harness.platform().connection(),
                configuration,
                "net",
                Fleet.SMALL,
                WORKERS,
                signer);
        FrameTopic topic = harness.topic(configuration, TopicOptions.PARAMETER_UPDATES)) {
      byte[] eve = "eve".getBytes(UTF_8);
      topic.send(eve, records.encode(signer.sign(takeover())));
      expected.add("initial-senders");
      topic.flush();
      fleet.initialise();
      AggregationJob.models(harness, configuration, "net", 1);
      attacks()
          .forEach(
              (words, parts) -> {
                expected.add(words);
                parts.forEach(part -> topic.send(eve, records.encode(signer.sign(part))));
              });
      UpdatePart forged = part("forged", 0, chunk(0, 1), chunk(1, 1));
      byte[] signature = signer.sign(part("other", 0, chunk(0, 1))).signature();
      topic.send(eve, records.encode(new UpdatePart(forged.header(), forged.chunks(), signature)));
      expected.add("signature is not that");
      topic.send(eve, records.encode(forged));
      expected.add("is not signed");
      int mutants = mutants(topic, records.encode(signer.sign(forged)));
      fleet.send(0, List.of(0, 1));
      fleet.send(0, List.of(0, 1));
      fleet.send(0, List.of(2));
      harness.await(configuration, TopicOptions.AGGREGATION_REPORTS, AggregationReport.class, 2);
      fleet.send(1, 3);
      ParameterAggregationITCase.assertVersions(
          AggregationJob.models(harness, configuration, "net", 3),
          fleet.versions("fedavg", Map.of(), 2));
      List<DeadLetter> letters = harness.deadLetters(configuration, mutants + expected.size() + 2);
      assertReasons(letters, expected);
    }
    assertThat(job.restarts()).isZero();
  }

  private static void assertReasons(List<DeadLetter> letters, List<String> expected) {
    for (String words : expected) {
      assertThat(letters)
          .as(words)
          .anyMatch(l -> l.getReason().contains(words) && l.getReason().contains("'eve'"));
    }
    assertThat(letters).anyMatch(l -> l.getReason().contains("came again"));
    assertThat(letters).allMatch(l -> l.getPayload() != null && l.getOffset() >= 0);
  }

  /** Damaged copies of a sound record; those that are whole again are left out. */
  private static int mutants(FrameTopic topic, byte[] sound) {
    Random random = new Random(17);
    int sent = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant =
          java.util.Arrays.copyOf(
              sound, random.nextInt(3) == 0 ? random.nextInt(sound.length) : sound.length);
      for (int flips = 1 + random.nextInt(4); flips > 0 && mutant.length > 0; flips--) {
        mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (!java.util.Arrays.equals(mutant, sound)) {
        topic.send("eve".getBytes(UTF_8), mutant);
        sent++;
      }
    }
    topic.flush();
    return sent;
  }
}
