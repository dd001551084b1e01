// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
import { h, text, show, keyed, count, bytes, clock } from "../dom.js";
import { copyButton, figures } from "../parts.js";

function content(letter) {
  if (letter.fields !== null) {
    return h(
      "dl",
      { class: "fields" },
      ...Object.entries(letter.fields).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, typeof value === "object" && value !== null ? JSON.stringify(value) : String(value)))),
    );
  }
  return h(
    "div",
    null,
    letter.undecoded ? h("p", { class: "hint" }, `Not decoded: ${letter.undecoded}`) : null,
    letter.text !== null || letter.hex !== null ? h("pre", { tabindex: "0" }, letter.text ?? letter.hex) : null,
  );
}

function entry(letter) {
  return h(
    "details",
    { class: "letter" },
    h(
      "summary",
      null,
      h("time", null, clock(letter.time)),
      h("span", { class: "letter-reason" }, letter.reason),
      h("span", { class: "letter-from" }, letter.topic ? `${letter.topic} ${letter.partition} @ ${letter.offset}` : "from no topic"),
    ),
    h(
      "div",
      { class: "letter-body" },
      h("p", { class: "hint" }, `Refused by ${letter.source || "an operator without name"}; ${bytes(letter.bytes)}${letter.key === null ? "" : `; key ${letter.key}`}`),
      content(letter),
      letter.replay
        ? h("div", { class: "replay" }, h("p", null, "Send it back once the reason is mended:"), h("div", { class: "command" }, h("code", null, letter.replay), copyButton(letter.replay)))
        : h("p", { class: "hint" }, "It came from no topic, so it cannot be sent back."),
    ),
  );
}

/** Records that could not be processed. */
export function deadLetters() {
  const numbers = figures([
    ["total", "seen", "Since this page's server began, with those of the half hour before"],
    ["minute", "in the last minute"],
    ["topics", "topics"],
  ]);
  const topic = h("select", { id: "letter-topic" }, h("option", { value: "" }, "all topics"));
  const search = h("input", { type: "search", id: "letter-search", placeholder: "Reason, key or content" });
  const list = h("div", { class: "letters" });
  const none = h("p", { class: "empty" }, "No dead letters. What cannot be processed turns up here, with the reason.");
  const noMatch = h("p", { class: "hint", hidden: true }, "None matches.");
  let letters = [];
  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    const shown = letters.filter((letter) => (!topic.value || letter.topic === topic.value) && (!wanted || JSON.stringify(letter).toLowerCase().includes(wanted)));
    show(noMatch, letters.length > 0 && shown.length === 0);
    keyed(list, shown.slice(0, 100), (letter) => letter.id, entry);
  };
  topic.addEventListener("change", draw);
  search.addEventListener("input", draw);
  const tools = h("div", { class: "tools" }, h("label", { for: "letter-topic" }, "Topic ", topic), h("label", { for: "letter-search" }, "Search ", search));
  return {
    node: h("div", { class: "view" }, h("h1", null, "Dead letters"), h("section", { class: "panel" }, numbers.node, tools, none, noMatch, list)),
    update(page) {
      const all = page.all;
      letters = all.letters;
      numbers.set("total", count(all.total));
      numbers.set("minute", count(all.last_minute), all.last_minute > 0 ? "warn-text" : "");
      numbers.set("topics", count(all.topics.length));
      const names = all.topics.map((one) => one.topic);
      if (topic.options.length !== names.length + 1) {
        const chosen = topic.value;
        topic.replaceChildren(h("option", { value: "" }, "all topics"), ...names.map((name) => h("option", { value: name }, name || "no topic")));
        topic.value = names.includes(chosen) ? chosen : "";
      }
      show(none, letters.length === 0);
      show(tools, letters.length > 0);
      draw();
    },
  };
}
