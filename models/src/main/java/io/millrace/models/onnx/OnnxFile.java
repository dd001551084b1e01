/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A parsed model file and the folder that its external data may lie in.
 *
 * @param folder null where the model did not come from a file
 */
record OnnxFile(ModelProto model, Path folder) {

  static OnnxFile read(Path file, Limits limits) {
    byte[] bytes;
    Path folder;
    try {
      if (!Files.isRegularFile(file)) {
        throw ModelImportException.request(
            ModelImportException.quote(file.toString())
                + " is not a file: give the path of an .onnx file");
      }
      long size = Files.size(file);
      checkSize(size, limits);
      bytes = new byte[(int) size];
      try (InputStream input = Files.newInputStream(file)) {
        if (input.readNBytes(bytes, 0, bytes.length) != bytes.length || input.read() >= 0) {
          throw ModelImportException.broken("the file changed while it was read: try again");
        }
      }
      folder = file.toAbsolutePath().normalize().getParent().toRealPath();
    } catch (IOException e) {
      throw new ModelImportException(
          ModelImportException.Reason.REQUEST,
          ModelImportException.quote(file.toString()) + " cannot be read: " + e.getMessage(),
          e);
    }
    return new OnnxFile(parse(bytes, limits), folder);
  }

  static OnnxFile read(byte[] bytes, Limits limits) {
    checkSize(bytes.length, limits);
    return new OnnxFile(parse(bytes, limits), null);
  }

  private static void checkSize(long size, Limits limits) {
    if (size == 0) {
      throw ModelImportException.broken("the file is empty");
    }
    if (size > limits.fileBytes() || size > Integer.MAX_VALUE - 8) {
      throw ModelImportException.tooLarge(
          "the file has "
              + size
              + " bytes, the limit fileBytes is "
              + limits.fileBytes()
              + ": raise it, or give the process more heap");
    }
  }

  private static ModelProto parse(byte[] bytes, Limits limits) {
    try {
      ProtoGuard.check(bytes, ModelProto.getDescriptor(), limits.constantBytes());
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      input.enableAliasing(true);
      input.setRecursionLimit(ProtoGuard.DEPTH * 2);
      ModelProto model = ModelProto.parseFrom(input);
      if (!model.hasGraph()) {
        throw ModelImportException.broken("the file has no graph: it is not an ONNX model");
      }
      return model;
    } catch (IOException e) {
      throw new ModelImportException(
          ModelImportException.Reason.BROKEN,
          "the file is not an ONNX model or is truncated: " + e.getMessage(),
          e);
    }
  }
}
