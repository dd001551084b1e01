/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import io.millrace.schemas.SignalFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Every schema that was ever released, as the schemas module lists them. */
public final class ReleasedSchemas {
  private static final String FOLDER = "released/";

  private ReleasedSchemas() {}

  /** The released schemas in the order of their release. */
  public static List<Schema> all() {
    return Holder.ALL;
  }

  private static String resource(String name) {
    try (InputStream in = SignalFrame.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The schemas module lacks " + FOLDER + name + "; its jar is incomplete");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the released schema " + name, e);
    }
  }

  private static final class Holder {
    static final List<Schema> ALL = load();

    private static List<Schema> load() {
      List<Schema> all = new ArrayList<>();
      resource("index")
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(name -> all.add(new Schema.Parser().parse(resource(name))));
      return List.copyOf(all);
    }
  }
}
