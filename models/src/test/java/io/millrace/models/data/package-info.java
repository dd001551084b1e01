/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/** The public data sets that tests read where they are present. */
package io.millrace.models.data;
