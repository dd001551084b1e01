/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/** What every learner must keep to, and small streams to see it on. */
package io.millrace.models.drift.learner;
