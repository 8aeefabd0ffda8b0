// Finds pages, functions, triggers, resources, invocations and traces from anywhere by the key `/`.

import {byId, h} from "./dom.js";
import {ask} from "./platform.js";

const TYPING_MS = 150;
const THINGS_MAX = 8;
const THINGS = [
  ["/v1/triggers", "trigger", "#triggers"], ["/v1/queues", "queue", "#resources"], ["/v1/tables", "table", "#resources"],
  ["/v1/buckets", "bucket", "#resources"], ["/v1/topics", "topic", "#resources"],
];
const ID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

export function makeSearch({pages, details}) {
  const dialog = byId("search");
  const input = byId("search-text");
  const list = byId("search-hits");
  let hits = [];
  let at = 0;
  let question = 0;
  let typing;
  let known = [];

  /** Triggers and resources; there are few, so their names are asked for once per search. */
  async function things() {
    const answers = await Promise.allSettled(THINGS.map(([path]) => ask(path)));
    return answers.flatMap((each, index) => (each.status === "fulfilled" ? Object.values(each.value)[0] : []).map(({name}) => {
      const [, what, hash] = THINGS[index];
      const isStore = what === "table" || what === "bucket";
      return {name, what, go: () => (isStore ? details.store(what, name) : pages.go(hash))};
    }));
  }

  function open() {
    if (!document.querySelector("dialog[open]")) {
      input.value = "";
      dialog.showModal();
      find();
      things().then((found) => {
        known = found;
        find();
      });
    }
  }

  function choose(hit) {
    dialog.close();
    hit?.go();
  }

  function mark() {
    [...list.children].forEach((item, index) => item.firstChild.setAttribute("aria-selected", String(index === at)));
  }

  function show() {
    at = 0;
    list.replaceChildren(...hits.map((hit) => h("li", {},
      h("button", {type: "button", tabindex: "-1", onclick: () => choose(hit)}, h("span", {}, hit.name), h("span", {class: "minor-note"}, hit.what)))));
    mark();
  }

  async function find() {
    const mine = ++question;
    const text = input.value.trim();
    const named = pages.names().filter((page) => page.name.toLowerCase().includes(text.toLowerCase()))
      .map((page) => ({name: page.name, what: "page", go: () => pages.go(page.hash)}));
    const ids = ID.test(text)
      ? [{name: text, what: "invocation", go: () => details.byInvocationId(text)}, {name: text, what: "trace", go: () => details.trace(text)}]
      : [];
    const others = text ? known.filter((each) => each.name.toLowerCase().includes(text.toLowerCase())).slice(0, THINGS_MAX) : [];
    hits = [...ids, ...others, ...named];
    show();
    if (text) {
      const {functions} = await ask(`/v1/stats/functions?limit=8&order=invocations&match=${encodeURIComponent(text)}`);
      if (mine === question) {
        hits = [...ids, ...functions.map((each) => ({name: each.name, what: "function", go: () => details.functionNamed(each.name)})), ...others, ...named];
        show();
      }
    }
  }

  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      open();
    }
  });
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(find, TYPING_MS);
  });
  input.addEventListener("keydown", (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && hits.length) {
      event.preventDefault();
      at = (at + step + hits.length) % hits.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(hits[at]);
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  byId("find").addEventListener("click", open);
}
