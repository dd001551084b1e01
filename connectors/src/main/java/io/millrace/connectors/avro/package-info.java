/**
 * Bytes to records and back. A message is a {@link io.millrace.connectors.avro.Framing header} that
 * names the writer's schema and the Avro binary encoding of one record. Whatever arrives, decoding
 * ends in a value or in a {@link io.millrace.connectors.avro.DecodingException} that says what is
 * wrong, and never allocates more than a small multiple of the message's own length.
 */
package io.millrace.connectors.avro;
