/**
 * The safetensors format (Hugging Face): eight bytes of length, a JSON header, raw little-endian
 * data. The reader believes nothing: lengths, offsets, overlaps, gaps, names, types and the
 * header's size are checked before a byte is allocated for data.
 */
package io.millrace.models.safetensors;
