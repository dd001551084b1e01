// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
// The frame: which view is shown, where its data comes from, and whether it is fresh.

import { text, show, clock } from "./dom.js";
import { overview } from "./views/overview.js";
import { signals } from "./views/signals.js";
import { drift } from "./views/drift.js";
import { graph } from "./views/graph.js";
import { aggregation } from "./views/aggregation.js";
import { deadLetters } from "./views/dead-letters.js";

const VIEWS = { overview, signals, drift, graph, aggregation, "dead-letters": deadLetters };
const TITLES = { overview: "Overview", signals: "Signals", drift: "Drift", graph: "Graph", aggregation: "Aggregation", "dead-letters": "Dead letters" };
const SILENT_MILLIS = 4000;
const RETRY_MILLIS = 2000;

const main = document.getElementById("main");
const live = document.getElementById("live");
const dot = document.getElementById("live-dot");
const stale = document.getElementById("stale");
const themeButton = document.getElementById("theme");

let view = null;
let viewName = "";
let source = null;
let heard = 0;
let heardClock = 0;
let link = null;
let waiting = null;

function route() {
  const [name, item] = location.hash.replace(/^#/, "").split("/", 2);
  return { name: name in VIEWS ? name : "overview", item: item ? decodeURIComponent(item) : "" };
}

function open() {
  const { name, item } = route();
  if (name !== viewName) {
    view?.dispose?.();
    main.replaceChildren();
    view = VIEWS[name]();
    main.append(view.node);
    viewName = name;
    document.title = `${TITLES[name]} \u00b7 Millrace`;
    for (const tab of document.querySelectorAll("#tabs a")) {
      if (tab.hash === `#${name}`) {
        tab.setAttribute("aria-current", "page");
        tab.scrollIntoView({ block: "nearest", inline: "center" });
      } else {
        tab.removeAttribute("aria-current");
      }
    }
  }
  listen(name, item);
}

function listen(name, item) {
  source?.close();
  waiting = null;
  const address = `api/${name}/events${item ? `?item=${encodeURIComponent(item)}` : ""}`;
  const mine = new EventSource(address);
  source = mine;
  mine.addEventListener("page", (event) => {
    if (mine !== source) return;
    heard = Date.now();
    const first = waiting === null;
    waiting = event.data;
    if (first) requestAnimationFrame(draw);
  });
  mine.addEventListener("error", () => {
    // A refused connection is not tried again by the browser itself.
    if (mine === source && mine.readyState === EventSource.CLOSED) {
      setTimeout(() => mine === source && listen(name, item), RETRY_MILLIS);
    }
  });
}

/** Draws the newest of what came since the last frame: a slow browser leaves some out, a hidden page all. */
function draw() {
  if (waiting === null) return;
  const page = JSON.parse(waiting);
  waiting = null;
  heardClock = page.now;
  link = page.link;
  view.update(page);
  freshness();
}

/** Says whether what is shown is of now. */
function freshness() {
  const silent = heard > 0 && Date.now() - heard > SILENT_MILLIS;
  let state = "live";
  let words = "live";
  let warning = "";
  if (heard === 0) {
    state = "wait";
    words = "connecting";
  } else if (silent) {
    state = "stale";
    words = `no data since ${clock(heardClock)}`;
    warning = `The dashboard's server has not answered since ${clock(heardClock)}. What is shown is of that time; the page goes on by itself.`;
  } else if (link && !link.connected) {
    state = "stale";
    words = "stale";
    warning = `No Kafka broker has answered since ${clock(link.since)}. What is shown is of that time; the page goes on by itself.`;
  } else if (link && link.sampled.length > 0) {
    state = "sample";
    const least = Math.min(...link.sampled.map((one) => one.shown_share));
    words = `live, ${least < 0.01 ? "less than 1" : Math.round(100 * least)} % sample`;
  }
  text(live, words);
  live.parentElement.title = link?.sampled?.length
    ? `More arrives than can be shown. Of ${link.sampled.map((one) => `${one.role} ${(100 * one.shown_share).toFixed(1)} %`).join(", ")} is shown; all is counted.`
    : "";
  dot.className = `dot ${state}`;
  text(stale, warning);
  show(stale, warning !== "");
  document.body.classList.toggle("is-stale", warning !== "");
}

const THEMES = ["auto", "light", "dark"];
function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  themeButton.textContent = `Theme: ${theme}`;
  document.dispatchEvent(new Event("themed"));
}
function storedTheme() {
  try {
    const stored = localStorage.getItem("theme");
    return THEMES.includes(stored) ? stored : "auto";
  } catch {
    return "auto";
  }
}
themeButton.addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(storedTheme()) + 1) % THEMES.length];
  try {
    localStorage.setItem("theme", next);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  setTheme(next);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("themed")));

setTheme(storedTheme());
addEventListener("hashchange", open);
setInterval(freshness, 1000);
open();
