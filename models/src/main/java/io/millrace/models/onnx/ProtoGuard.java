/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Walks over the bytes of a protobuf message before it is parsed and adds up what its objects will
 * take on the heap. Two bytes can be an empty message of a hundred, so the file's size says
 * nothing.
 */
final class ProtoGuard {
  /** Subgraphs nest by three levels each; nothing that can be imported comes near. */
  static final int DEPTH = 48;

  private static final int OBJECT_BYTES = 160;
  private static final int UNKNOWN_FIELD_BYTES = 200;
  private static final int REFERENCE_BYTES = 64;

  private final CodedInputStream input;
  private final long limit;
  private long estimate;

  private ProtoGuard(CodedInputStream input, long limit) {
    this.input = input;
    this.limit = limit;
  }

  /**
   * Returns if the message can be parsed.
   *
   * @param limit heap bytes that the parsed message may take
   * @throws ModelImportException if it would take more, or nests too deeply
   * @throws IOException if the bytes are not a protobuf message
   */
  static void check(byte[] bytes, Descriptor type, long limit) throws IOException {
    new ProtoGuard(CodedInputStream.newInstance(bytes), limit).message(type, 0);
  }

  private void message(Descriptor type, int depth) throws IOException {
    if (depth > DEPTH) {
      throw ModelImportException.broken("the file nests more than " + DEPTH + " messages");
    }
    add(OBJECT_BYTES);
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      int wire = WireFormat.getTagWireType(tag);
      if (field == null) {
        add(UNKNOWN_FIELD_BYTES);
      }
      if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        delimited(field, depth);
      } else if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
        throw ModelImportException.broken("the file holds protobuf groups, which ONNX never uses");
      } else {
        add(Long.BYTES * 2);
        input.skipField(tag);
      }
    }
  }

  private void delimited(FieldDescriptor field, int depth) throws IOException {
    int length = input.readRawVarint32();
    if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      int outer = input.pushLimit(length);
      message(field.getMessageType(), depth + 1);
      input.checkLastTagWas(0);
      input.popLimit(outer);
      return;
    }
    add(REFERENCE_BYTES);
    if (field == null || field.getJavaType() == FieldDescriptor.JavaType.STRING) {
      add(2L * length);
    } else if (field.isPackable()) {
      // A packed varint of one byte becomes a long; fixed ones keep their size. Lists grow by half.
      boolean fixed =
          field.getType() == FieldDescriptor.Type.FLOAT
              || field.getType() == FieldDescriptor.Type.DOUBLE;
      add((fixed ? 2L : 12L) * length);
    }
    input.skipRawBytes(length);
  }

  private void add(long bytes) {
    estimate += bytes;
    if (estimate > limit) {
      throw ModelImportException.tooLarge(
          "the parsed file would take more than "
              + limit
              + " bytes of memory: raise the limit constantBytes if the file can be trusted");
    }
  }
}
