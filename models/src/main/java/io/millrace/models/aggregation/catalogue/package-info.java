/**
 * All rules by name with typed parameters. An expression reads {@code mixing+...+rule/step}: {@code
 * nnm+trimmed-mean}, {@code adaptive-clipping/fedadam}, {@code fedbuff}. Adding a rule is one line
 * here.
 */
package io.millrace.models.aggregation.catalogue;
