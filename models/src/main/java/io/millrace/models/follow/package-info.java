/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What learners that run share with others: parameters that may be averaged, and the versions that
 * come back to them from wherever they are merged or trained.
 */
package io.millrace.models.follow;
