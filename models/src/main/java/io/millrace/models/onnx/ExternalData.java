/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads tensors that a model keeps in files beside it, and in no other place. */
final class ExternalData {
  private final Path folder;
  private final long limit;
  private long total;

  /**
   * @param folder the model's folder, links resolved; null where there is none
   * @param limit bytes that all tensors together may have
   */
  ExternalData(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /** The tensor's bytes, as many as its shape asks for. */
  ByteBuffer read(TensorProto tensor, long bytes) {
    String name = "tensor " + ModelImportException.quote(tensor.getName());
    if (folder == null) {
      throw ModelImportException.unsupported(
          name + " lies in another file: import the model from its folder, not from bytes");
    }
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    long offset = number(name, entries, "offset", 0);
    long length = number(name, entries, "length", bytes);
    if (length != bytes) {
      throw ModelImportException.broken(
          name + " needs " + bytes + " bytes, its external data has " + length);
    }
    total += bytes;
    if (total > limit) {
      throw ModelImportException.tooLarge(
          name + " brings the external data over " + limit + " bytes: raise the limit fileBytes");
    }
    Path file = locate(name, entries.getOrDefault("location", ""));
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (offset > channel.size() || bytes > channel.size() - offset) {
        throw ModelImportException.broken(
            name
                + " lies at bytes "
                + offset
                + " to "
                + (offset + bytes)
                + " of a file of "
                + channel.size());
      }
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes));
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw ModelImportException.broken(name + " has less external data than it needs");
        }
      }
      return buffer.flip();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private Path locate(String name, String location) {
    String refusal = name + " names external data " + ModelImportException.quote(location);
    Path relative;
    try {
      relative = Path.of(location);
    } catch (InvalidPathException e) {
      throw new ModelImportException(
          ModelImportException.Reason.BROKEN, refusal + ", which is not a path", e);
    }
    boolean plain =
        !location.isEmpty()
            && !relative.isAbsolute()
            && location.indexOf('\\') < 0
            && location.indexOf(':') < 0;
    for (Path part : relative) {
      plain &= !part.toString().equals("..");
    }
    if (!plain) {
      throw ModelImportException.broken(
          refusal + ": only relative paths inside the model's folder are read");
    }
    try {
      Path file = folder.resolve(relative).toRealPath();
      if (!file.startsWith(folder)) {
        throw ModelImportException.broken(
            refusal + ", a link out of the model's folder: put the file itself there");
      }
      if (!Files.isRegularFile(file)) {
        throw ModelImportException.broken(refusal + ", which is not a regular file");
      }
      return file;
    } catch (IOException e) {
      throw unreadable(refusal, e);
    }
  }

  private static long number(String name, Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below like a negative number.
    }
    throw ModelImportException.broken(
        name + " has external data with " + key + " " + ModelImportException.quote(text));
  }

  private static ModelImportException unreadable(String what, IOException e) {
    return new ModelImportException(
        ModelImportException.Reason.BROKEN,
        what + ": cannot be read (" + e.getClass().getSimpleName() + ")",
        e);
  }
}
