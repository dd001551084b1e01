/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What a checkpoint holds beside the state. */
class ColdTierOptionsTest {
  private static final int FLUSHES = 400;

  /** The journal notes the first and the last key of each file. */
  private static final int KEY_BYTES = 2000;

  @TempDir Path folder;

  @Test
  void theJournalOfFilesStaysSmall() throws Exception {
    DBOptions options = new ColdTierOptions().createDBOptions(new DBOptions(), new ArrayList<>());

    assertThat(journal(options)).isLessThan(2 * ColdTierOptions.JOURNAL);
  }

  /** What the test above is about. */
  @Test
  void byItselfItGrows() throws Exception {
    assertThat(journal(new DBOptions())).isGreaterThan(4 * ColdTierOptions.JOURNAL);
  }

  /** Bytes of the journal after many small files; closes the options. */
  private long journal(DBOptions options) throws RocksDBException, IOException {
    RocksDB.loadLibrary();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (options;
        ColumnFamilyOptions columns = new ColumnFamilyOptions();
        FlushOptions flush = new FlushOptions();
        RocksDB database =
            RocksDB.open(
                options.setCreateIfMissing(true),
                folder.toString(),
                List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, columns)),
                handles)) {
      byte[] key = new byte[KEY_BYTES];
      for (int i = 0; i < FLUSHES; i++) {
        database.put(key, new byte[] {1});
        database.flush(flush);
      }
      handles.forEach(ColumnFamilyHandle::close);
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
            .mapToLong(file -> file.toFile().length())
            .max()
            .orElseThrow();
      }
    }
  }
}
