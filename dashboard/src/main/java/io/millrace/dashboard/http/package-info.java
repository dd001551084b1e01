/**
 * The web server: one page, its JSON, and server-sent events. It serves nothing but what is on the
 * class path, asks for a token where one is set, and forbids the page all that it does not need.
 */
package io.millrace.dashboard.http;
