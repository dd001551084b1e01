// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
// Elements and numbers. Text only ever becomes text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return element;
}

/** An element with attributes ("on" holds listeners) and children, strings among them. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Sets text only where it differs, so that selections and screen readers are left in peace. */
export function text(element, value) {
  const next = String(value);
  if (element.textContent !== next) element.textContent = next;
  return element;
}

export function show(element, visible) {
  // By attribute: elements of SVG have no property of that name.
  if (element.hasAttribute("hidden") === visible) element.toggleAttribute("hidden", !visible);
}

/**
 * Brings a list of elements in line with data: one element per key, in order, made once and then
 * updated in place. A tick must not take the focus away or close what somebody has opened.
 */
export function keyed(parent, items, key, make, update) {
  const old = parent.keyedChildren ?? new Map();
  const next = new Map();
  let cursor = parent.firstChild;
  for (const item of items) {
    const id = key(item);
    let entry = old.get(id);
    if (!entry) entry = make(item);
    next.set(id, entry);
    const node = entry.node ?? entry;
    if (node === cursor) {
      cursor = cursor.nextSibling;
    } else {
      parent.insertBefore(node, cursor);
    }
    update?.(entry, item);
  }
  for (const [id, entry] of old) {
    if (!next.has(id)) (entry.node ?? entry).remove();
  }
  parent.keyedChildren = next;
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A dash where nothing is known. */
export const NONE = "\u2013";

export function count(value) {
  return value === null || value === undefined ? NONE : whole.format(value);
}

/** Events per second. */
export function rate(value) {
  if (value === null || value === undefined) return NONE;
  return value >= 100 || value === 0 ? whole.format(value) : tenths.format(value);
}

export function percent(value, digits = 1) {
  return value === null || value === undefined ? NONE : `${(100 * value).toFixed(digits)}\u00a0%`;
}

export function fixed(value, digits = 2) {
  return value === null || value === undefined ? NONE : value.toFixed(digits);
}

/** Milliseconds. */
export function millis(value) {
  if (value === null || value === undefined) return NONE;
  if (value < 1000) return `${whole.format(value)}\u00a0ms`;
  return value < 60_000 ? `${(value / 1000).toFixed(1)}\u00a0s` : span(value / 1000);
}

/** Seconds. */
export function span(seconds) {
  if (seconds === null || seconds === undefined) return NONE;
  if (seconds < 60) return `${whole.format(seconds)}\u00a0s`;
  if (seconds < 3600) return `${whole.format(seconds / 60)}\u00a0min`;
  return `${(seconds / 3600).toFixed(1)}\u00a0h`;
}

export function bytes(value) {
  if (value === null || value === undefined) return NONE;
  if (value < 1024) return `${whole.format(value)}\u00a0B`;
  const units = ["KiB", "MiB", "GiB"];
  let scaled = value / 1024;
  let unit = 0;
  while (scaled >= 1024 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${scaled < 10 ? scaled.toFixed(1) : whole.format(scaled)}\u00a0${units[unit]}`;
}

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function clock(time) {
  return time ? clockFormat.format(new Date(time)) : NONE;
}
