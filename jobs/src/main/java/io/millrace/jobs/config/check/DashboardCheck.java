/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.DashboardOptions;
import java.net.URI;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;

/** Where the dashboard listens, who may reach it there, and what it asks. */
final class DashboardCheck {
  private DashboardCheck() {}

  static void check(Inspection inspection) {
    place(inspection);
    keyStore(inspection);
    flink(inspection);
    inspection.atLeast(DashboardOptions.MAX_EVENTS, 1);
  }

  private static void place(Inspection inspection) {
    int port = inspection.get(DashboardOptions.PORT);
    if (port < 0 || port > DashboardOptions.LAST_PORT) {
      inspection.complain(
          DashboardOptions.PORT,
          "which no port is",
          "set it to 0 to " + DashboardOptions.LAST_PORT);
    }
    String host = inspection.get(DashboardOptions.HOST);
    if (host.isBlank()) {
      inspection.complain(
          DashboardOptions.HOST, "which is empty", "name an address or leave it out");
    } else if (!DashboardOptions.isLoopback(host)
        && !isSet(inspection, DashboardOptions.TOKEN_FILE)) {
      inspection.complain(
          DashboardOptions.HOST,
          "which others can reach, but there is no token",
          "set " + DashboardOptions.TOKEN_FILE.key() + ", or listen on 127.0.0.1");
    }
  }

  private static void keyStore(Inspection inspection) {
    boolean store = isSet(inspection, DashboardOptions.KEYSTORE);
    boolean password = isSet(inspection, DashboardOptions.KEYSTORE_PASSWORD_FILE);
    if (store && !password) {
      inspection.complain(
          DashboardOptions.KEYSTORE,
          "but nothing tells its password",
          "set " + DashboardOptions.KEYSTORE_PASSWORD_FILE.key());
    } else if (password && !store) {
      inspection.complain(
          DashboardOptions.KEYSTORE_PASSWORD_FILE,
          "but there is no key store",
          "set " + DashboardOptions.KEYSTORE.key() + ", or leave it out");
    }
  }

  private static void flink(Inspection inspection) {
    try {
      Optional<URI> unused = DashboardOptions.flink(inspection.configuration());
    } catch (ConfigurationException e) {
      e.problems().forEach(inspection::complain);
    }
  }

  private static boolean isSet(Inspection inspection, ConfigOption<String> option) {
    String value = inspection.get(option);
    return value != null && !value.isBlank();
  }
}
