/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.transit;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.shape.Fragment;
import java.util.List;

/**
 * What a shard of a model is told. Chunks come in any order; all else comes from whoever decides,
 * in the order it decided, and for every chunk that came there is one order, once.
 */
public sealed interface ShardEvent {
  /** The model, with its cohort. */
  String key();

  /** Which part of the model. */
  int shard();

  /** An order, which is carried out after those before it. */
  sealed interface Order extends ShardEvent permits Open, Seed, Admit, Drop, Close {}

  /** An order that concerns a chunk, and waits for it. */
  sealed interface ChunkOrder permits Seed, Admit, Drop {
    ChunkKey chunk();
  }

  /** A chunk among those of all updates. */
  record ChunkKey(UpdateId update, int fragment, int crc) {}

  /** A chunk has arrived. */
  record Arrival(String key, int shard, ChunkKey chunk, Chunk content) implements ShardEvent {}

  /**
   * The shard begins, with zeros for parameters.
   *
   * @param shards how many the model has
   * @param fragments its own
   * @param tensors how many values each tensor of the model has; only where a shard is the whole
   *     model
   */
  record Open(String key, int shard, int shards, List<Fragment> fragments, List<Long> tensors)
      implements Order {
    /** Copies the lists. */
    public Open {
      fragments = List.copyOf(fragments);
      tensors = List.copyOf(tensors);
    }
  }

  /** A chunk holds the parameters to begin with. */
  record Seed(String key, int shard, ChunkKey chunk) implements Order, ChunkOrder {}

  /** A chunk belongs to an update of the present round. */
  record Admit(String key, int shard, ChunkKey chunk, Payload payload, double weight)
      implements Order, ChunkOrder {}

  /** A chunk is of no use. */
  record Drop(String key, int shard, ChunkKey chunk) implements Order, ChunkOrder {}

  /** The present round ends; the next one begins. */
  record Close(String key, int shard, Round round) implements Order {}

  /** A chunk of a closed round, of which more follow. */
  record Gathering(String key, int shard, long round, Member member) implements ShardEvent {}

  /** The last chunks of a closed round, for those who wait for its coefficients. */
  record Gathered(String key, int shard, long round, List<Member> members) implements ShardEvent {
    /** Copies the list. */
    public Gathered {
      members = List.copyOf(members);
    }
  }

  /**
   * What a part of the workers adds up to in a round.
   *
   * @param parts how many such there are for the round
   * @param bound as {@link io.millrace.models.aggregation.exact.ExactSum#bound}
   * @param integers the sums, in steps of the rule's grid; empty where nobody of the part took part
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Partial(
      String key, int shard, Round round, int parts, Totals totals, long bound, long[] integers)
      implements ShardEvent {}

  /** An update's part of a fragment. */
  record Member(String worker, Payload payload, double weight, Chunk content) {}

  /**
   * The coefficients of a closed round.
   *
   * @param coefficients null where there are none
   * @param failure why; else empty
   */
  record Solved(String key, int shard, long round, Coefficients coefficients, String failure)
      implements ShardEvent {}
}
