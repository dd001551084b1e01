/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.signature.Signer;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.aggregation.transit.ShardEvent.Arrival;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.operators.aggregation.AggregationSettings.Bounds;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartCheckTest {
  private static final AggregationSettings SETTINGS =
      AggregationSettings.of("fedavg", Map.of(), Triggers.parse("count(3)"));

  private final List<Arrival> arrivals = new ArrayList<>();
  private PartCheck check = new PartCheck(SETTINGS);

  private static UpdatePart with(Chunk... chunks) {
    return new UpdatePart(Updates.header("ann", "u", 0), List.of(chunks), null);
  }

  private static Chunk bytes(int tensor, long offset, int count, int codec, int length) {
    return Chunk.sealed(tensor, offset, count, (byte) codec, new byte[length]);
  }

  private PartNotice checked(UpdatePart part) throws PartRefusedException {
    return check.check(part, Origin.NONE, arrivals::add);
  }

  private void refused(UpdatePart part, String... words) {
    assertThatThrownBy(() -> checked(part))
        .isInstanceOf(PartRefusedException.class)
        .hasMessageContainingAll(words)
        .satisfies(e -> assertThat(((PartRefusedException) e).condemning()).isTrue());
    assertThat(arrivals).as("nothing of it went on").isEmpty();
  }

  @Test
  void aSoundPartIsToldOfAndGoesToItsShards() throws Exception {
    float[][] values = Updates.values(3);
    values[0][7] = -9.5f;
    PartNotice notice = checked(Updates.whole(Updates.header("ann", "u", 0), values));
    assertThat(notice.fragments()).containsExactly(0, 1, 2);
    assertThat(notice.peak()).isEqualTo(9.5f);
    assertThat(notice.fault()).isEmpty();
    double square = 0;
    for (float value : values[1]) {
      square += (double) value * value;
    }
    assertThat(notice.squares()[1]).isEqualTo(square);
    assertThat(arrivals).extracting(Arrival::shard).containsExactly(0, 1, 2);
    assertThat(arrivals)
        .extracting(a -> a.chunk().crc())
        .containsExactly(Arrays.stream(notice.crcs()).boxed().toArray(Integer[]::new));
  }

  @Test
  void onePieceModelsHaveOneShard() throws Exception {
    check = new PartCheck(SETTINGS.withWhole(true));
    checked(Updates.whole(Updates.header("ann", "u", 0), Updates.values(3)));
    assertThat(arrivals).extracting(Arrival::shard).containsOnly(0);
    assertThat(arrivals).extracting(a -> a.chunk().fragment()).containsExactly(0, 1, 2);
  }

  @Test
  void everyWrongChunkIsRefusedWithItsWorker() {
    refused(with(), "worker 'ann'", "no chunk");
    refused(with(bytes(7, 0, 3, 1, 12)), "worker 'ann'", "tensor 7");
    refused(with(bytes(-1, 0, 3, 1, 12)), "tensor -1");
    refused(with(bytes(1, 1, 2, 1, 8)), "starts at value 1");
    refused(with(bytes(1, 0, 2, 1, 8)), "has 2 values, must have 3");
    refused(with(bytes(1, 0, Integer.MAX_VALUE, 1, 8)), "2147483647 values");
    refused(with(bytes(1, 0, 0, 1, 0)), "stands for 0 values");
    refused(with(bytes(1, 0, 3, 77, 12)), "no codec with id 77");
    refused(with(bytes(1, 0, 3, -1, 12)), "no codec with id -1");
    refused(with(bytes(1, 0, 3, 1, 11)), "worker 'ann'");
    refused(with(new Chunk(1, 0, 3, (byte) 1, new byte[12], 5)), "checksum");
    refused(with(bytes(1, 0, 3, 1, Chunk.MOST_BYTES + 1)), "bytes, at most");
    Chunk sound = Updates.chunks(Updates.values(1), Codecs.FP32).get(0);
    refused(with(sound, bytes(1, 0, 3, 1, 11)), "worker 'ann'");
  }

  @Test
  void withoutAStoreModelsAreAsLargeAsAnAnnouncement() throws Exception {
    Bounds b = Bounds.standard();
    check = new PartCheck(SETTINGS.withBounds(announced(b, 23)));
    refused(
        Updates.whole(Updates.header("ann", "u", 0), Updates.values(1)),
        "worker 'ann'",
        "24 values",
        "more than 23",
        "millrace.aggregation.store",
        "millrace.aggregation.inline");
    check = new PartCheck(SETTINGS.withBounds(announced(b, 24)));
    checked(Updates.whole(Updates.header("ann", "u", 0), Updates.values(1)));
    assertThat(arrivals).hasSize(3);
  }

  private static Bounds announced(Bounds like, long most) {
    return new Bounds(
        like.models(),
        like.initialSenders(),
        like.keys(),
        like.mostValues(),
        most,
        like.mostNorm(),
        like.mostWorkers(),
        like.mostPending(),
        like.pendingMillis(),
        like.remembered());
  }

  @Test
  void bombsDoNotGoOff() {
    byte[] sparse = new byte[12];
    sparse[0] = (byte) 0xff;
    sparse[3] = 0x7f;
    refused(with(Chunk.sealed(1, 0, 3, (byte) 6, sparse)), "topk");
    byte[] random = new byte[12];
    random[8] = (byte) 0xff;
    random[11] = 0x7f;
    refused(with(Chunk.sealed(1, 0, 3, (byte) 7, random)), "randk");
    ModelShape huge = new ModelShape(List.of(TensorShape.of("w", 1L << 35)));
    UpdateHeader header =
        new UpdateHeader("net", "", Updates.contribution("ann", "u", 0), -1, 0, huge, false);
    refused(
        new UpdatePart(header, List.of(bytes(0, 0, 1 << 18, 1, 8)), null), "34359738368 values");
    ModelShape empty = new ModelShape(List.of());
    UpdateHeader none =
        new UpdateHeader("net", "", Updates.contribution("ann", "u", 0), -1, 0, empty, false);
    refused(new UpdatePart(none, List.of(), null), "0 values");
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[][] values = Updates.values(2);
      values[2][0] = bad;
      refused(
          Updates.whole(Updates.header("ann", "u", 0), values),
          "worker 'ann'",
          "tensor 2",
          "finite");
    }
  }

  @Test
  void unknownModelsAndForgedSignaturesCondemnNobody() throws Exception {
    Bounds standard = Bounds.standard();
    check = new PartCheck(SETTINGS.withBounds(bounds(standard, Set.of("other"), Map.of())));
    UpdatePart part = Updates.whole(Updates.header("ann", "u", 0), Updates.values(1));
    assertThatThrownBy(() -> checked(part))
        .hasMessageContaining("no model 'net'")
        .satisfies(e -> assertThat(((PartRefusedException) e).condemning()).isFalse());

    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    check = new PartCheck(SETTINGS.withBounds(bounds(standard, Set.of(), Map.of("ann", key))));
    assertThatThrownBy(() -> checked(part))
        .hasMessageContaining("not signed")
        .satisfies(e -> assertThat(((PartRefusedException) e).condemning()).isFalse());
    assertThat(checked(new Signer(pair.getPrivate()).sign(part)).fragments()).hasSize(3);
  }

  @Test
  void onlyThoseNamedMaySendInitialParameters() throws Exception {
    Bounds b = Bounds.standard();
    Bounds named =
        new Bounds(
            Set.of(),
            Set.of("ann"),
            Map.of(),
            b.mostValues(),
            b.mostAnnounced(),
            b.mostNorm(),
            9,
            4,
            500,
            8);
    check = new PartCheck(SETTINGS.withBounds(named));
    assertThatThrownBy(() -> checked(Updates.whole(Updates.initial("eve"), Updates.values(1))))
        .isInstanceOf(PartRefusedException.class)
        .hasMessageContainingAll("'eve'", "initial parameters", "initial-senders")
        .satisfies(e -> assertThat(((PartRefusedException) e).condemning()).isFalse());
    assertThat(arrivals).isEmpty();
    assertThat(checked(Updates.whole(Updates.initial("ann"), Updates.values(1))).fragments())
        .hasSize(3);
    UpdatePart delta = Updates.whole(Updates.header("eve", "u", 0), Updates.values(2));
    assertThat(checked(delta).fragments()).as("updates are another matter").hasSize(3);
  }

  private static Bounds bounds(Bounds like, Set<String> models, Map<String, String> keys) {
    return new Bounds(
        models,
        like.initialSenders(),
        keys,
        like.mostValues(),
        like.mostAnnounced(),
        like.mostNorm(),
        like.mostWorkers(),
        like.mostPending(),
        like.pendingMillis(),
        like.remembered());
  }

  @Test
  void randomBytesUnderAnyCodecAreDecodedOrRefusedAndNeverAnythingElse() {
    Random random = new Random(5);
    int sound = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      Chunk chunk = Chunk.sealed(1, 0, 3, (byte) (1 + random.nextInt(9)), bytes);
      try {
        checked(with(chunk));
        sound++;
      } catch (PartRefusedException e) {
        assertThat(e.getMessage()).contains("worker 'ann'");
      }
    }
    assertThat(sound).isPositive();
    assertThat(arrivals).hasSize(sound);
  }
}
