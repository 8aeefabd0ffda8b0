// What a table or bucket holds: keys in order, a value at a click.

import {attempt, doer, encoded} from "./actions.js";
import {h} from "./dom.js";
import {bytes, count} from "./format.js";
import {act, askText} from "./platform.js";
import {still} from "./table.js";

const LIMIT = 200;
const SHOWN_CHARS = 20_000;
const TEXTS = /json|text|xml|^$/;

/** `fill(path, show)` fills the place in which they stand. */
export function showItems({kind, name, fill}) {
  const part = kind === "table" ? "items" : "objects";
  const base = `/v1/${kind}s/${encoded(name)}/${part}`;
  const path = (key) => `${base}/${key.split("/").map(encoded).join("/")}`;
  const said = h("p", {class: "note", role: "status"});
  const value = h("pre", {class: "log", tabindex: "0", hidden: true});

  async function show(item) {
    await attempt(said, async () => {
      const isText = kind === "table" || TEXTS.test(item.contentType);
      value.textContent = isText ? (await askText(path(item.key))).slice(0, SHOWN_CHARS) : "";
      value.hidden = !isText;
      return `${item.key}: ${item.contentType || "no type"}, version ${item.version}${isText ? "" : "; not shown, it is no text"}`;
    });
  }

  function row(item) {
    return [h("button", {type: "button", class: "link", onclick: () => show(item)}, item.key),
      bytes(item.bytes), String(item.version), item.changedUtc.replace(/\.\d+/, ""),
      doer("deploy", "Delete", async () => {
        await attempt(said, async () => {
          await act("DELETE", path(item.key));
          return `${item.key} is deleted`;
        });
        load();
      }, `Delete ${item.key}?`)];
  }

  function load() {
    fill(`${base}?limit=${LIMIT}`, (answer) => {
      const items = Object.values(answer)[0];
      return [items.length
        ? still(`Keys of ${kind} ${name}`, ["Key", "Size", "Version", "Changed", ""], items.map(row), [1, 2])
        : h("p", {}, "It is empty."),
      h("p", {class: "note"}, items.length === LIMIT ? `The first ${count(LIMIT)} keys.` : `${count(items.length)} in all.`), said, value];
    });
  }
  load();
}
