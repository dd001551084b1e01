/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for {@code localhost}, made by the JDK's keytool, and a store that trusts it. */
record SelfSigned(Path keyStore, Path trustStore) {
  static final String DISTINGUISHED_NAME = "CN=localhost";
  private static final String ALIAS = "broker";
  private static final int PATIENCE_SECONDS = 60;

  /**
   * @param folder for the stores; must exist
   * @param password of both
   * @throws EmbeddedKafkaException when they cannot be made
   */
  static SelfSigned create(Path folder, String password) {
    Path keys = folder.resolve("broker-keys.p12");
    Path trusted = folder.resolve("broker-trusted.p12");
    try {
      keytool(
          List.of(
              "-genkeypair",
              "-alias",
              ALIAS,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              DISTINGUISHED_NAME,
              "-ext",
              "SAN=dns:localhost,ip:127.0.0.1",
              "-validity",
              "365",
              "-storetype",
              "PKCS12",
              "-keystore",
              keys.toString(),
              // Arguments can be seen by all users of the machine.
              "-storepass:env",
              "MILLRACE_STORE_PASSWORD"),
          password);
      trust(keys, trusted, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new EmbeddedKafkaException(
          "Cannot make a certificate in " + folder + ": " + e.getMessage(), e);
    }
    return new SelfSigned(keys, trusted);
  }

  private static void keytool(List<String> arguments, String password) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    builder.command().addAll(arguments);
    builder.environment().put("MILLRACE_STORE_PASSWORD", password);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static void trust(Path keys, Path trusted, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      own.load(in, password);
    }
    KeyStore others = KeyStore.getInstance("PKCS12");
    others.load(null, password);
    others.setCertificateEntry(ALIAS, own.getCertificate(ALIAS));
    try (OutputStream out = Files.newOutputStream(trusted)) {
      others.store(out, password);
    }
  }
}
