/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.StringUtils;

/**
 * What the processes of a cluster run with, taken from the class path of this process. The jobs are
 * a jar of their own, which is sent with every job; all else, PyTorch first of all, is in {@code
 * lib}: native libraries can be loaded for one class loader only, and that must outlive the jobs.
 *
 * <p>The build lists what the jobs need at run time. What else is on the class path, such as tests,
 * stays out.
 */
public final class Libraries {
  private static final String LIST = "libraries";
  private static final String MEMBER_PACKAGE = "io/millrace/jobs/cluster/member/";
  private static final Pattern VERSION = Pattern.compile("-\\d.*$");
  private static final String CLASSES = "target" + File.separator + "classes";

  private final Map<String, Path> libraries;
  private final Path jobs;

  private Libraries(Map<String, Path> libraries, Path jobs) {
    this.libraries = libraries;
    this.jobs = jobs;
  }

  /**
   * Finds them.
   *
   * @throws ClusterException when one that the jobs need is not on the class path
   */
  public static Libraries ofThisProcess() {
    return of(System.getProperty("java.class.path"), list());
  }

  static Libraries of(String classPath, List<String> names) {
    Map<String, Path> byStem = new HashMap<>();
    Path jobs = null;
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      String name = artifact(path);
      if (entry.isEmpty() || name.endsWith("-tests.jar")) {
        continue;
      }
      if (stem(name).equals("millrace-jobs")) {
        jobs = jobs == null ? path : jobs;
      } else {
        byStem.putIfAbsent(stem(name), path);
      }
    }
    Map<String, Path> libraries = new HashMap<>();
    for (String name : names) {
      Path path = byStem.get(stem(name));
      if (path == null) {
        throw new ClusterException(
            name + " is not on the class path of this process: build again, by ./millrace or mvn");
      }
      boolean packed = Files.isRegularFile(path);
      libraries.put(packed ? path.getFileName().toString() : name, path);
    }
    if (jobs == null) {
      throw new ClusterException("the jobs are not on the class path of this process");
    }
    return new Libraries(libraries, jobs);
  }

  private static List<String> list() {
    try (InputStream in = Libraries.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new ClusterException("the list of libraries is missing: build again, with mvn");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return Stream.of(text.split("[:;]", -1))
          .map(entry -> entry.substring(entry.replace('\\', '/').lastIndexOf('/') + 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name without a version: with further modules other versions may have been chosen. */
  private static String stem(String name) {
    return VERSION.matcher(name).replaceFirst("");
  }

  /** The name of a jar, or for the classes of a module the name that its jar would have. */
  private static String artifact(Path path) {
    if (path.endsWith(CLASSES)) {
      Path module = path.toAbsolutePath().getParent().getParent().getFileName();
      return "millrace-" + module + "-0.jar";
    }
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** Changes with everything that the libraries are made of. */
  public String fingerprint() {
    List<String> facts = new ArrayList<>();
    libraries.forEach((name, path) -> facts.add(fact(name, path)));
    facts.add(fact("jobs", jobs));
    facts.sort(null);
    return StringUtils.byteToHexString(digest(String.join("\n", facts)));
  }

  private static byte[] digest(String text) {
    try {
      return java.security.MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fact(String name, Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      long[] sums = new long[2];
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                sums[0] += file.toFile().length();
                sums[1] += file.toFile().lastModified() * 31 + file.toString().hashCode();
              });
      return name + ' ' + sums[0] + ' ' + sums[1];
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /** Fills the folder of a cluster, which nobody uses at the time. */
  public void assemble(ClusterFolder folder) {
    try {
      Set<String> present = new HashSet<>();
      for (Map.Entry<String, Path> library : libraries.entrySet()) {
        place(library.getValue(), folder.libraries().resolve(library.getKey()));
        present.add(library.getKey());
      }
      place(jobs, folder.jobsJar());
      String members = "millrace-members.jar";
      placeMembers(folder.libraries().resolve(members));
      present.add(members);
      removeOthers(folder.libraries(), present);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot put the libraries into " + folder.path(), e);
    }
  }

  private static void removeOthers(Path folder, Set<String> present) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!present.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  /** Files below Maven's repository never change, so that a second name for one is enough. */
  private static void place(Path source, Path target) throws IOException {
    if (Files.isDirectory(source)) {
      pack(source, "", target);
      return;
    }
    Files.deleteIfExists(target);
    boolean fixed = !source.toString().contains(File.separator + "target" + File.separator);
    if (fixed) {
      try {
        Files.createLink(target, source);
        return;
      } catch (UnsupportedOperationException | FileSystemException e) {
        // Another file system, or one without such links: a copy does as well.
      }
    }
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The first class of each process; it must not come with the jobs. */
  private void placeMembers(Path target) throws IOException {
    if (Files.isDirectory(jobs)) {
      pack(jobs, MEMBER_PACKAGE, target);
      return;
    }
    try (java.util.jar.JarFile source = new java.util.jar.JarFile(jobs.toFile());
        JarOutputStream out = open(target)) {
      for (JarEntry entry : source.stream().filter(Libraries::isMember).toList()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = source.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }

  private static boolean isMember(JarEntry entry) {
    return entry.getName().startsWith(MEMBER_PACKAGE) && !entry.isDirectory();
  }

  private static void pack(Path classes, String prefix, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(classes);
        JarOutputStream out = open(target)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        if (name.startsWith(prefix)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }

  private static JarOutputStream open(Path target) throws IOException {
    OutputStream file = new BufferedOutputStream(Files.newOutputStream(target));
    return new JarOutputStream(file);
  }
}
