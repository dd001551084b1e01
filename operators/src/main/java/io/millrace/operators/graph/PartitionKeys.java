/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The keys of a graph's partitions: the graph's id, {@code #}, the partition's number, {@code .}
 * and a number that puts it into a key group of its own share, so that partitions are spread evenly
 * over subtasks. Which share a graph begins with depends on its id. They depend on nothing but id,
 * number of partitions and maximum parallelism, which all stay for as long as a job's state.
 */
public final class PartitionKeys {
  private static final char MARK = '#';
  private static final char SALT = '.';
  private static final int CACHED = 4096;

  private final int partitions;
  private final int groups;
  private final Map<String, String[]> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String[]> eldest) {
          return size() > CACHED;
        }
      };

  /**
   * @param groups key groups of the job: its maximum parallelism
   */
  public PartitionKeys(int partitions, int groups) {
    this.partitions = partitions;
    this.groups = groups;
  }

  /** The key of a partition. */
  public String key(String graphId, int partition) {
    return cache.computeIfAbsent(graphId, this::keys)[partition];
  }

  private String[] keys(String graphId) {
    String[] keys = new String[partitions];
    for (int p = 0; p < partitions; p++) {
      int share = Math.floorMod(p + graphId.hashCode(), partitions);
      int from = Math.min(first(share), groups - 1);
      int to = Math.max(from + 1, first(share + 1));
      int salt = 0;
      String key = graphId + MARK + p + SALT + salt;
      for (int group = group(key); group < from || group >= to; group = group(key)) {
        key = graphId + MARK + p + SALT + ++salt;
      }
      keys[p] = key;
    }
    return keys;
  }

  /** The first key group of a share, as Flink gives them to as many subtasks. */
  private int first(int share) {
    return (share * groups + partitions - 1) / partitions;
  }

  private int group(String key) {
    return KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
  }

  /** The graph of a partition's key. */
  public static String graph(String key) {
    return key.substring(0, key.lastIndexOf(MARK));
  }

  /** The number of the partition that a key is of. */
  public static int partition(String key) {
    return Integer.parseInt(key, key.lastIndexOf(MARK) + 1, key.lastIndexOf(SALT), 10);
  }
}
