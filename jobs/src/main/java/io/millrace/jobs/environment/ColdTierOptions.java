/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.environment;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * RocksDB below a hot tier. The hot tier answers nearly all reads and hands over what changed at
 * once, at a checkpoint: few reads, and writes in bursts that largely replace each other. With
 * RocksDB's defaults, which are made for many reads, merging them costs more than all else.
 */
public final class ColdTierOptions implements RocksDBOptionsFactory {
  private static final long serialVersionUID = 1;

  /** Files before they are merged into the first level; from 20 on RocksDB slows writes down. */
  private static final int FILES = 16;

  /** Size of the first level in bytes: what fits into it is written twice in all. */
  private static final long FIRST_LEVEL = 4L << 30;

  /**
   * Size of RocksDB's journal of its files (MANIFEST) in bytes before it begins another. Every
   * checkpoint holds a copy of it, and by default it grows by each of them up to a gigabyte.
   */
  static final long JOURNAL = 256L << 10;

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> toClose) {
    return current.setMaxManifestFileSize(JOURNAL);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> toClose) {
    return current.setLevel0FileNumCompactionTrigger(FILES).setMaxBytesForLevelBase(FIRST_LEVEL);
  }
}
