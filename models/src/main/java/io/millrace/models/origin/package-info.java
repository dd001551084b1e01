/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/** Where a record came from, which follows it through the job. */
package io.millrace.models.origin;
