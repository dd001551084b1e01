/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StateBackend;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.upgrade.SavepointCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A job goes on from a savepoint that a released version wrote in the middle of a script, with
 * another parallelism, another state backend and other bundles, as if nothing had been. The broker
 * is a new one: it is given the records from before the savepoint again, at the same offsets.
 *
 * <p>Run with {@code -Dmillrace.golden=VERSION} to write those of a new version, once, before it is
 * released; those of old versions stay.
 */
public abstract class GoldenContract<S extends Script> {
  /** Scripts begin at this time, in milliseconds, whenever they are played. */
  protected static final long BEGIN = 1_735_689_600_000L;

  private static final String GOLDEN = "millrace.golden";

  private final TestedJob tested;
  private final String job;
  private final int cut;
  private final int end;
  private JobHarness harness;

  /**
   * @param job its name, which begins the file's
   * @param cut the first event after the savepoint
   * @param end the event after the last
   */
  protected GoldenContract(TestedJob tested, String job, int cut, int end) {
    this.tested = tested;
    this.job = job;
    this.cut = cut;
    this.end = end;
  }

  /** What the job is told besides the usual. */
  protected abstract JobConfiguration settings(JobConfiguration configuration);

  /** A script whose every record is the same each time. */
  protected abstract S script(JobHarness jobs, JobConfiguration configuration);

  /** What is said of all of the script without a savepoint, by key in order. */
  protected abstract Map<String, List<String>> expected(
      JobHarness jobs, JobConfiguration configuration, S script);

  /** So many results are there surely once the first part was sent. */
  protected abstract int enough();

  /** What a reader of committed records sees, by key in order, once it is so much or more. */
  protected abstract Map<String, List<String>> said(
      JobHarness jobs, JobConfiguration configuration, int results);

  /** Each test has a broker of its own, for the savepoint knows the topics by their names. */
  @BeforeEach
  void start() {
    harness = new JobHarness(tested, 1, 4);
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  /** The cluster and the broker of a test. */
  protected final JobHarness jobs() {
    return harness;
  }

  /** A new broker knows none of the transactions that a savepoint of exactly-once would hold. */
  protected final JobConfiguration configuration() {
    return settings(harness.configuration("golden"))
        .with(KafkaOptions.DELIVERY, Guarantee.AT_LEAST_ONCE);
  }

  private static int count(Map<String, List<String>> results) {
    return results.values().stream().mapToInt(List::size).sum();
  }

  @Test
  @EnabledIfSystemProperty(named = GOLDEN, matches = "v\\d+")
  void writeTheSavepointOfThisVersion() throws IOException {
    JobConfiguration configuration =
        configuration()
            .with(JobOptions.PARALLELISM, 2)
            .with(
                JobOptions.FLINK,
                Map.of(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD.key(), "1 mb"));
    Path folder = harness.platform().folder().resolve("written");
    int results;
    try (S script = script(harness, configuration)) {
      EmbeddedJob running = harness.submit(configuration);
      script.send(0, cut);
      said(harness, configuration, enough());
      running.stopWithSavepoint(folder.toUri().toString());
      results = count(said(harness, configuration, 1));
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).as("a savepoint of one file").hasSize(1);
    Path target = Path.of("src/test/resources/golden");
    String name = job + '-' + System.getProperty(GOLDEN);
    Path written = target.resolve(name + ".savepoint.gz");
    assertThat(written).doesNotExist();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(written))) {
      Files.copy(files.get(0), out);
    }
    assertThat(Files.size(written)).isLessThan(200_000);
    Files.writeString(target.resolve(name + ".properties"), "results=" + results + "\n");
  }

  @ParameterizedTest
  @CsvSource({"v1, 1, HASHMAP, 1", "v1, 3, ROCKSDB, 64"})
  void aSavepointOfAReleasedVersionGoesOn(
      String version, int parallelism, StateBackend backend, int bundle) throws IOException {
    String savepoint = unpack(version);
    int before = results(version);
    JobConfiguration configuration =
        configuration()
            .with(JobOptions.PARALLELISM, parallelism)
            .with(StateOptions.BACKEND, backend)
            .with(BundleOptions.SIZE, bundle);
    try (S script = script(harness, configuration)) {
      Map<String, List<String>> expected = expected(harness, configuration, script);
      script.send(0, cut);
      EmbeddedJob running = harness.resume(configuration, savepoint);
      script.send(cut, end);
      script.sendTail();
      Map<String, List<String>> said = said(harness, configuration, count(expected) - before);

      assertThat(count(said)).isEqualTo(count(expected) - before).isPositive();
      expected.forEach(
          (key, all) -> {
            List<String> rest = said.getOrDefault(key, List.of());
            assertThat(rest).as(key).isEqualTo(all.subList(all.size() - rest.size(), all.size()));
          });
      assertThat(running.restarts()).isZero();
      running.cancel();
    }
  }

  @Test
  void anotherNumberOfKeyGroupsIsRefusedBeforeTheJobIsSubmitted() throws IOException {
    JobConfiguration configuration = configuration().with(JobOptions.MAX_PARALLELISM, 64);
    String savepoint = unpack("v1");
    assertThatThrownBy(
            () ->
                SavepointCheck.require(
                    tested.environment().apply(configuration).getStreamGraph().getJobGraph(),
                    savepoint))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.job.max-parallelism is '64'")
        .hasMessageContaining("was taken with 128: set it to 128");
    SavepointCheck.require(
        tested.environment().apply(configuration()).getStreamGraph().getJobGraph(), savepoint);
  }

  /** Where a released version's savepoint lies, ready to be restored. */
  protected final String unpack(String version) throws IOException {
    Path folder = Files.createDirectories(harness.platform().folder().resolve(version));
    try (InputStream in = resource(version, ".savepoint.gz")) {
      Files.copy(new GZIPInputStream(in), folder.resolve("_metadata"));
    }
    return folder.toUri().toString();
  }

  private int results(String version) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = resource(version, ".properties")) {
      properties.load(in);
    }
    return Integer.parseInt(properties.getProperty("results"));
  }

  private InputStream resource(String version, String suffix) {
    String name = "/golden/" + job + '-' + version + suffix;
    InputStream in = GoldenContract.class.getResourceAsStream(name);
    assertThat(in).as("resource %s", name).isNotNull();
    return in;
  }
}
