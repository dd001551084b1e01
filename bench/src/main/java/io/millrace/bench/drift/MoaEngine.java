/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** MOA's learners, with its defaults unless their name says otherwise. */
final class MoaEngine implements Engine {
  private static final String SOURCE = "MoaRace.java";
  private static final Map<String, String> LEARNERS = learners();

  private final JavaProcess process;
  private final Path source;

  /**
   * @param folder for files while it is in use
   * @param classPath of MOA's jars
   * @throws IOException when the folder cannot be written
   */
  MoaEngine(Path folder, String classPath) throws IOException {
    process = new JavaProcess(folder, classPath, List.of());
    source = folder.resolve(SOURCE);
    try (InputStream in = MoaEngine.class.getResourceAsStream(SOURCE)) {
      Files.write(source, in.readAllBytes());
    }
  }

  private static Map<String, String> learners() {
    Map<String, String> learners = new LinkedHashMap<>();
    learners.put("hoeffding-tree", "trees.HoeffdingTree");
    learners.put("hoeffding-adaptive-tree", "trees.HoeffdingAdaptiveTree");
    learners.put("naive-bayes", "bayes.NaiveBayes");
    learners.put("majority", "functions.MajorityClass");
    learners.put("no-change", "functions.NoChange");
    return learners;
  }

  @Override
  public String name() {
    return "moa";
  }

  @Override
  public boolean has(String learner) {
    return LEARNERS.containsKey(learner) || learner.matches("arf-[1-9]\\d*");
  }

  private static String commandLine(String learner) {
    String known = LEARNERS.get(learner);
    return known != null
        ? known
        : "meta.AdaptiveRandomForest -s " + learner.substring(learner.indexOf('-') + 1);
  }

  @Override
  public RaceResult race(Path arff, String learner, long seed, int warmUp)
      throws IOException, InterruptedException {
    return process.run(
        source.toString(),
        List.of(
            arff.toString(), commandLine(learner), Long.toString(seed), Integer.toString(warmUp)));
  }
}
