// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
// What views are built of.

import { h, svg, text, keyed } from "./dom.js";

/** A panel with a heading. */
export function panel(title, hint, ...children) {
  return h(
    "section",
    { class: "panel" },
    h("div", { class: "panel-head" }, h("h2", null, title), hint ? h("p", { class: "hint" }, hint) : null),
    ...children,
  );
}

/** Figures with their names; update by name. */
export function figures(names) {
  const values = new Map();
  const list = h("dl", { class: "figures" });
  for (const [key, label, hint] of names) {
    const value = h("dd", null, "\u2013");
    values.set(key, value);
    list.append(h("div", { title: hint }, h("dt", null, label), value));
  }
  return {
    node: list,
    set(key, value, tone) {
      const element = values.get(key);
      text(element, value);
      element.className = tone ?? "";
    },
  };
}

/** Two lines of the last seconds, drawn small. */
export function spark(label) {
  const width = 240;
  const height = 48;
  const first = svg("polyline", { class: "spark-in", points: "" });
  const second = svg("polyline", { class: "spark-out", points: "" });
  const node = svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    first,
    second,
  );
  const line = (values) => {
    // Rates come in steps of a second and results in steps of a checkpoint: three seconds' mean.
    const smooth = values.map((_, i) => {
      const part = values.slice(Math.max(0, i - 2), i + 1);
      return part.reduce((a, b) => a + b, 0) / part.length;
    });
    const most = Math.max(1, ...smooth);
    return smooth
      .map((value, i) => `${((i / (values.length - 1)) * width).toFixed(1)},${(height - 3 - (value / most) * (height - 6)).toFixed(1)}`)
      .join(" ");
  };
  return {
    node,
    set(a, b) {
      first.setAttribute("points", line(a));
      second.setAttribute("points", line(b));
    },
  };
}

/** Bars with names and numbers; width by attribute, as the policy forbids styles. */
export function bars(label) {
  const node = h("ul", { class: "bars", "aria-label": label });
  return {
    node,
    /** rows: {key, label, value, shown, tone} */
    set(rows) {
      const most = Math.max(1e-9, ...rows.map((row) => row.value));
      keyed(
        node,
        rows,
        (row) => row.key,
        () => {
          const name = h("span", { class: "bar-name" });
          const number = h("span", { class: "bar-number" });
          const rect = svg("rect", { height: 8, width: 0, rx: 0 });
          return {
            node: h(
              "li",
              null,
              name,
              number,
              svg("svg", { class: "bar-line", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, rect),
            ),
            name,
            number,
            rect,
          };
        },
        (entry, row) => {
          text(entry.name, row.label);
          text(entry.number, row.shown);
          entry.rect.setAttribute("width", ((100 * row.value) / most).toFixed(1));
          entry.rect.setAttribute("class", row.tone ?? "");
        },
      );
    },
  };
}

/** Links to the items of a view, the chosen one marked; with a filter where there are many. */
export function chooser(view, label) {
  const list = h("ul", { class: "chooser", "aria-label": label });
  const filter = h("input", { type: "search", placeholder: "Filter", "aria-label": `Filter ${label.toLowerCase()}` });
  const none = h("p", { class: "hint", hidden: true }, "None of that name.");
  let rows = [];
  let chosen = "";
  const draw = () => {
    const wanted = filter.value.trim().toLowerCase();
    const shown = rows.filter((row) => row.id.toLowerCase().includes(wanted));
    none.hidden = shown.length > 0 || rows.length === 0;
    keyed(
      list,
      shown,
      (row) => row.id,
      (row) => {
        const note = h("span", { class: "chooser-note" });
        const link = h("a", { href: `#${view}/${encodeURIComponent(row.id)}` }, h("span", { class: "chooser-name" }, row.id), note);
        return { node: h("li", null, link), link, note };
      },
      (entry, row) => {
        text(entry.note, row.note);
        entry.note.className = `chooser-note ${row.tone ?? ""}`;
        if (row.id === chosen) entry.link.setAttribute("aria-current", "true");
        else entry.link.removeAttribute("aria-current");
      },
    );
  };
  filter.addEventListener("input", draw);
  return {
    node: h("div", { class: "chooser-box" }, filter, none, list),
    set(next, id) {
      rows = next;
      chosen = id;
      filter.hidden = rows.length < 8;
      draw();
    },
  };
}

/** What stands where nothing has come yet. */
export function empty(message, command) {
  return h("div", { class: "empty", hidden: true }, h("p", null, message), command ? h("p", null, h("code", null, command)) : null);
}

export function copyButton(value) {
  const button = h("button", { type: "button", class: "quiet" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(value);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy by hand";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return button;
}
