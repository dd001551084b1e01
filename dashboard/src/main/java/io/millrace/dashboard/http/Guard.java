/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** Lets in who knows the token, and tells browsers what the page may do: next to nothing. */
final class Guard {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";
  private static final String COOKIE = "millrace-token";
  private static final String PARAMETER = "token";
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Optional<String> token;
  private final boolean secure;

  /**
   * @param secure whether the server speaks TLS
   */
  Guard(Optional<String> token, boolean secure) {
    this.token = token;
    this.secure = secure;
  }

  void check(Context request) {
    headers(request);
    if (token.isEmpty()) {
      // Without a token only names of this machine: no other site's name may be bent to it.
      String host = Optional.ofNullable(request.host()).orElse("");
      if (!LOCAL.contains(host.replaceFirst(":\\d+$", ""))) {
        throw new ForbiddenResponse("this server is for the machine it runs on only");
      }
      return;
    }
    String offered = request.queryParam(PARAMETER);
    if (offered != null && matches(offered)) {
      Cookie cookie = new Cookie(COOKIE, offered);
      cookie.setHttpOnly(true);
      cookie.setSameSite(SameSite.STRICT);
      cookie.setSecure(secure);
      request.cookie(cookie);
      return;
    }
    String header = request.header("Authorization");
    if (header != null && header.startsWith("Bearer ") && matches(header.substring(7))) {
      return;
    }
    String cookie = request.cookie(COOKIE);
    if (cookie == null || !matches(cookie)) {
      throw new UnauthorizedResponse(
          "open the page with ?token=..., or send the header Authorization: Bearer ...");
    }
  }

  private boolean matches(String offered) {
    // Takes as long whatever is right of it.
    return MessageDigest.isEqual(offered.getBytes(UTF_8), token.orElseThrow().getBytes(UTF_8));
  }

  private static void headers(Context request) {
    request.header("Content-Security-Policy", POLICY);
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Referrer-Policy", "no-referrer");
    request.header("Cross-Origin-Opener-Policy", "same-origin");
    request.header("Cross-Origin-Resource-Policy", "same-origin");
    request.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    if (request.path().startsWith("/api/")) {
      request.header("Cache-Control", "no-store");
    }
  }
}
