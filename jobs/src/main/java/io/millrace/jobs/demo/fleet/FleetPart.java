/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.fleet;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.demo.part.Followers;
import io.millrace.jobs.demo.part.Latest;
import io.millrace.jobs.demo.part.Look;
import io.millrace.jobs.demo.part.Part;
import io.millrace.jobs.demo.part.Playing;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.parameteraggregation.ParameterAggregationJob;
import io.millrace.jobs.play.Pacer;
import io.millrace.jobs.simulate.FleetDriver;
import io.millrace.jobs.simulate.FleetPlan;
import io.millrace.jobs.simulate.FleetReport;
import io.millrace.models.aggregation.fleet.FleetSettings;
import io.millrace.models.aggregation.fleet.FleetTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The job for updates in the demo: a round a second, or as fast as results are committed. */
public final class FleetPart implements Part {
  private static final int HISTORY = 40;

  private final FleetDemoSettings settings;
  private final FleetTask task;
  private final FleetDriver driver;
  private final EmbeddedJob job;
  private final Latest<Double> accuracies = new Latest<>(HISTORY);
  private volatile boolean ending;
  private Playing playing;
  private int rounds;
  private List<String> suspects = List.of();
  private FleetReport report;

  /** Submits the job; returns before it runs. */
  public FleetPart(FleetDemoSettings settings, JobConfiguration base, Platform platform) {
    this.settings = settings;
    task =
        FleetTask.generated(
            FleetSettings.of(
                settings.workers(),
                settings.byzantine(),
                FleetDemoSettings.ATTACK,
                settings.seed()));
    FleetPlan plan =
        new FleetPlan(
            FleetDemoSettings.RULE, Map.of(), Integer.MAX_VALUE, 0, 0, false, settings.seed());
    Path folder = platform.folder().resolve("fleet");
    JobConfiguration configuration =
        FleetDriver.configuration(base, task, plan, folder.resolve("store"));
    ConfigurationValidator.validate(configuration);
    driver = new FleetDriver(task, plan, platform.connection(), folder.resolve("models"));
    job =
        platform
            .flink()
            .submit(ParameterAggregationJob.environment(configuration).getStreamGraph());
  }

  @Override
  public String awaitRunning(Duration patience) {
    job.awaitRunning(patience);
    return "%d workers train together, merged by %s; %d of them lie"
        .formatted(settings.workers(), FleetDemoSettings.RULE, settings.byzantine());
  }

  /** Nothing: the workers follow the versions, and read the reports. */
  @Override
  public void follow(Followers followers) {}

  @Override
  public void start(BooleanSupplier running) {
    playing = new Playing("updates", () -> play(() -> !ending && running.getAsBoolean()));
  }

  private long play(BooleanSupplier running) {
    driver.begin();
    Pacer pacer = new Pacer(1);
    long begin = System.nanoTime();
    while (running.getAsBoolean()) {
      driver.round();
      seen(driver.rounds(), driver.accuracy(), driver.suspects());
      pacer.await(driver.rounds(), running);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    driver.settle();
    finish(driver.report(seconds));
    return driver.rounds();
  }

  private synchronized void seen(int done, double accuracy, List<String> suspected) {
    rounds = done;
    accuracies.add(accuracy);
    suspects = suspected;
  }

  private synchronized void finish(FleetReport last) {
    report = last;
    suspects = last.detected();
  }

  @Override
  public void stop() {
    ending = true;
    playing.await();
  }

  /** Whether something has become of every update. */
  @Override
  public synchronized boolean complete() {
    return report != null;
  }

  @Override
  public synchronized Look look(double seconds) {
    return FleetView.look(rounds, accuracies.newestLast(), suspects);
  }

  public synchronized FleetReport figures() {
    return report;
  }

  @Override
  public void cancel() {
    job.cancel();
  }

  @Override
  public void close() {
    ending = true;
    driver.close();
  }
}
