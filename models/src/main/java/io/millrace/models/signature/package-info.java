/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Ed25519 signatures by keys that a configuration names: who signed an update, who signed a model.
 */
package io.millrace.models.signature;
