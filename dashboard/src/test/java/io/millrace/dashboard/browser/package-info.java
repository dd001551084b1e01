/** The page, as a browser shows it. */
package io.millrace.dashboard.browser;
