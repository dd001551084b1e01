/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import io.millrace.jobs.cluster.ClusterState.Member;
import io.millrace.jobs.cluster.ClusterState.Phase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A cluster in a folder, seen from another process. */
public final class Cluster {
  private static final Duration START = Duration.ofSeconds(330);
  private static final Duration END = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 100;
  private static final String SUPERVISOR = "supervisor";
  private static final String MAIN = "io.millrace.jobs.cluster.supervise.SupervisorMain";
  private static final List<String> DETACH = List.of("/usr/bin/setsid", "/bin/setsid");

  private final ClusterFolder folder;

  public Cluster(ClusterFolder folder) {
    this.folder = folder;
  }

  public ClusterFolder folder() {
    return folder;
  }

  /** The state of a cluster whose supervisor lives; nothing when there is none. */
  public Optional<ClusterState> state() {
    return written().filter(state -> state.supervisor().isAlive());
  }

  /**
   * The state of a cluster that runs.
   *
   * @throws ClusterException when none does
   */
  public ClusterState require() {
    ClusterState state = state().orElseThrow(() -> new ClusterException(absence()));
    if (state.phase() == Phase.FAILED) {
      throw new ClusterException("the cluster is ending: " + state.message());
    }
    return state;
  }

  private String absence() {
    return written()
        .filter(state -> state.phase() == Phase.FAILED)
        .map(
            state ->
                "the cluster in "
                    + folder.path()
                    + " has failed: "
                    + state.message()
                    + "; './millrace cluster start --resume' starts it again, with its jobs")
        .orElse(
            "no cluster runs in "
                + folder.path()
                + ": start one with './millrace cluster start', or name another --dir");
  }

  private Optional<ClusterState> written() {
    return JsonFile.read(folder.state(), ClusterState.class);
  }

  /**
   * Starts a cluster and returns when all of it answers.
   *
   * @param resume whether jobs that ran when the last cluster here ended shall go on; if not, they
   *     are forgotten once this one runs
   * @param wanted asked all the time; false ends what was started
   * @throws ClusterException when a cluster runs there already, or something else lies there, or
   *     this one does not start
   */
  public ClusterState start(ClusterSettings settings, boolean resume, BooleanSupplier wanted) {
    folder.create();
    try (LockFile start = LockFile.tryTake(folder.startLock())) {
      if (!start.isHeld()) {
        throw new ClusterException(
            "somebody else starts a cluster in " + folder.path() + " just now: wait for that one");
      }
      return startAlone(settings, resume, wanted);
    }
  }

  private ClusterState startAlone(
      ClusterSettings settings, boolean resume, BooleanSupplier wanted) {
    Libraries libraries = Libraries.ofThisProcess();
    assemble(libraries, settings);
    Process supervisor = spawn(libraries.fingerprint(), resume);
    try {
      return awaitStart(supervisor, wanted);
    } catch (RuntimeException e) {
      end(supervisor.toHandle());
      throw e;
    }
  }

  /** Changes what a supervisor and its processes use, in the absence of any. */
  private void assemble(Libraries libraries, ClusterSettings settings) {
    try (LockFile absent = LockFile.tryTake(folder.lock())) {
      if (!absent.isHeld()) {
        throw new ClusterException(presence());
      }
      sweep();
      libraries.assemble(folder);
      JsonFile.write(folder.settings(), settings);
      delete(folder.state());
    }
  }

  private String presence() {
    Optional<ClusterState> state = state();
    return switch (state.map(ClusterState::phase).orElse(Phase.STARTING)) {
      case RUNNING -> "a cluster runs in " + folder.path() + " already";
      case FAILED -> "the cluster in " + folder.path() + " is ending: " + state.get().message();
      case STARTING ->
          "a cluster in " + folder.path() + " is just starting or ending: wait some seconds";
    };
  }

  private Process spawn(String build, boolean resume) {
    List<String> command = new ArrayList<>();
    // Of a session of its own: Ctrl-C in a terminal is for the command, not for the cluster.
    DETACH.stream().filter(path -> new File(path).canExecute()).findFirst().ifPresent(command::add);
    String classPath =
        folder.libraries() + File.separator + "*" + File.pathSeparator + folder.jobsJar();
    command.addAll(
        JavaCommand.marked(JavaCommand.mark(folder, SUPERVISOR))
            .flags("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .log(folder.configuration().resolve("log4j2.xml"), folder.log(SUPERVISOR))
            .running(
                classPath,
                MAIN,
                List.of(folder.path().toString(), build, Boolean.toString(resume))));
    try (java.io.InputStream log4j = getClass().getResourceAsStream("supervise/log4j2.xml")) {
      Files.copy(
          log4j,
          folder.configuration().resolve("log4j2.xml"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.output(SUPERVISOR).toFile())
          .redirectInput(new File("/dev/null"))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the supervisor", e);
    }
  }

  private ClusterState awaitStart(Process supervisor, BooleanSupplier wanted) {
    long deadline = System.nanoTime() + START.toNanos();
    while (wanted.getAsBoolean()) {
      Optional<ClusterState> state = written();
      if (state.filter(s -> s.phase() == Phase.RUNNING).isPresent()) {
        return state.get();
      }
      if (state.filter(s -> s.phase() == Phase.FAILED).isPresent()) {
        throw new ClusterException("the cluster did not start: " + state.get().message());
      }
      if (!supervisor.isAlive()) {
        throw new ClusterException(
            "the cluster did not start: " + lastLine(folder.output(SUPERVISOR)));
      }
      if (System.nanoTime() > deadline) {
        throw new ClusterException(
            "the cluster did not start within " + START.toSeconds() + " s: see " + folder.logs());
      }
      pause();
    }
    throw new ClusterException("the start was broken off");
  }

  private static String lastLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
          .reduce((first, second) -> second)
          .orElse("its supervisor ended without a word");
    } catch (IOException e) {
      return "its supervisor ended, and " + file + " cannot be read";
    }
  }

  /**
   * Ends the cluster. Jobs keep their last checkpoint.
   *
   * @return whether there was one, or leftovers of one
   */
  public boolean stop() {
    Optional<ClusterState> state = written();
    Optional<ProcessHandle> supervisor = state.flatMap(s -> s.supervisor().find());
    supervisor.ifPresent(Cluster::end);
    int swept = sweep();
    delete(folder.state());
    return supervisor.isPresent() || swept > 0;
  }

  /** Processes that outlived their supervisor; there is hardly ever one. */
  private int sweep() {
    List<ProcessHandle> left =
        written().map(ClusterState::members).orElse(List.of()).stream()
            .map(Member::mark)
            .flatMap(mark -> mark.find().stream())
            .toList();
    left.forEach(ProcessHandle::destroyForcibly);
    left.forEach(Cluster::awaitEnd);
    return left.size();
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    if (!awaitEnd(process)) {
      process.destroyForcibly();
      awaitEnd(process);
    }
  }

  private static boolean awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(END.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + file, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted", e);
    }
  }
}
