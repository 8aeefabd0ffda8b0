// Finds pages, functions, invocations and traces from anywhere by the key `/`.

import {byId, h} from "./dom.js";
import {ask} from "./platform.js";

const TYPING_MS = 150;
const ID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

export function makeSearch({pages, details}) {
  const dialog = byId("search");
  const input = byId("search-text");
  const list = byId("search-hits");
  let hits = [];
  let at = 0;
  let question = 0;
  let typing;

  function open() {
    if (!document.querySelector("dialog[open]")) {
      input.value = "";
      dialog.showModal();
      find();
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
    hits = [...ids, ...named];
    show();
    if (text) {
      const {functions} = await ask(`/v1/stats/functions?limit=8&order=invocations&match=${encodeURIComponent(text)}`);
      if (mine === question) {
        hits = [...ids, ...functions.map((each) => ({name: each.name, what: "function", go: () => details.functionNamed(each.name)})), ...named];
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
