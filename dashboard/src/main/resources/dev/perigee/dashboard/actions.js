// What changes the platform: buttons, forms, and what came of them.

import {h, setText} from "./dom.js";
import {may} from "./platform.js";

/** What the key's role does not include is not offered. */
export function guard(element) {
  const isAllowed = may(element.dataset.right);
  element.toggleAttribute("data-denied", !isAllowed);
  element.title = isAllowed ? "" : `Your key's role does not include: ${element.dataset.right}`;
  if (!isAllowed || !element.dataset.own) {
    element.disabled = !isAllowed;
  }
}

/** A button for something that needs a right; `danger` asks before, with that text. */
export function doer(right, label, act, danger) {
  const button = h("button", {type: "button", class: danger ? "quiet danger" : "quiet", "data-right": right, onclick: (event) => {
    event.stopPropagation();
    if (!danger || confirm(danger)) {
      act();
    }
  }}, label);
  guard(button);
  return button;
}

/** Says what came of something: what `work` gives, or what was wrong with it. Whether it worked. */
export async function attempt(said, work) {
  try {
    setText(said, await work());
    return true;
  } catch (error) {
    setText(said, error.message);
    return false;
  }
}

/** Sends the fields of a form; they are emptied when it worked. */
export function onSend(form, said, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await attempt(said, () => work(Object.fromEntries(new FormData(form))))) {
      form.reset();
      form.dispatchEvent(new Event("change"));
    }
  });
}

/** A field with its label above. */
export function field(label, control) {
  return h("label", {}, label, control);
}

/** A short form: fields, a button, and a line for what came of it. */
export function form(right, fields, label, work) {
  const button = h("button", {type: "submit", class: "quiet", "data-right": right}, label);
  const said = h("p", {class: "note said", role: "status"});
  const made = h("form", {class: "fields-form"}, ...fields, button, said);
  guard(button);
  onSend(made, said, work);
  return made;
}

/** A choice of names. */
export function choice(name, values, label) {
  return h("select", {name, "aria-label": label}, ...values.map((value) => h("option", {value}, value)));
}

export const encoded = encodeURIComponent;
