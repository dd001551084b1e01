/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Somebody who looks at a page, and notices whatever goes wrong in the browser. */
final class Visitor implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final double PATIENCE = 30_000;

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  /**
   * Opens an empty page.
   *
   * @param home the only address that may be asked for anything
   */
  Visitor(Browser browser, URI home, ColorScheme scheme, int width) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, 900)
                .setReducedMotion(ReducedMotion.REDUCE));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.onConsoleMessage(
        message -> {
          if (Set.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
    page.onRequest(
        request -> {
          if (!request.url().startsWith(home.toString())) {
            complaints.add("external request: " + request.url());
          }
        });
  }

  Page page() {
    return page;
  }

  /** What the browser complained of so far. */
  List<String> complaints() {
    return complaints;
  }

  /** Writes what the whole page looks like. */
  void photograph(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /**
   * What keeps somebody from using the page.
   *
   * @param colours whether only its colours are looked at, as all else was before
   */
  List<String> barriers(boolean colours) {
    AxeBuilder scan = new AxeBuilder(page);
    if (colours) {
      scan.withRules(List.of("color-contrast"));
    }
    return scan.analyze().getViolations().stream()
        .filter(rule -> SERIOUS.contains(rule.getImpact()))
        .map(rule -> rule.getId() + " at " + rule.getNodes().get(0).getHtml())
        .toList();
  }

  /** How wide the page is; more than the window where something sticks out. */
  int width() {
    return (int) page.evaluate("document.documentElement.scrollWidth");
  }

  @Override
  public void close() {
    context.close();
  }
}
