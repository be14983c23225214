// Messages as elements. Every text becomes a text node: nothing that a patient or an editor writes is markup.

import { label } from "./labels.js";

const PHONE = /(?<![\d-])(?:(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}|988|911)(?![\d-])/g;

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// "Call 310-555-0100 today" becomes a text, a tel: link and a text.
function withPhones(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(PHONE)) {
    const link = element("a", "", found[0]);
    link.href = `tel:${found[0].replace(/[^\d+]/g, "")}`;
    parts.push(text.slice(end, found.index), link);
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}

function whose(key) {
  const name = element("span", "unseen", label(key));
  name.dataset.label = key;
  return name;
}

function buttonRows(reply, onTap, onContact) {
  const rows = reply.buttons.map((row) =>
    element("div", "row", ...row.map((button) => tappable("tap", button.label, () => onTap(button)))),
  );
  if (reply.contactButton) rows.push(element("div", "row", tappable("share", reply.contactButton, onContact)));
  return rows.length ? [element("div", "buttons", ...rows)] : [];
}

function tappable(className, words, onClick) {
  const button = element("button", className, words);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

export function botMessage(reply, onTap, onContact) {
  const bubble = element("div", reply.alert ? "bubble alert" : "bubble", whose("bot"));
  if (reply.title) bubble.append(element("p", "title", ...withPhones(reply.title)));
  bubble.append(element("p", "text", ...withPhones(reply.text)));
  if (reply.source) bubble.append(element("p", "source", ...withPhones(reply.source)));
  return element("article", "message bot", bubble, ...buttonRows(reply, onTap, onContact));
}

export function ownMessage(text) {
  return element("article", "message you", element("div", "bubble", whose("you"), element("p", "text", text)));
}

export function typing() {
  const dots = element("div", "bubble dots", ...[1, 2, 3].map(() => element("i", "")));
  dots.role = "img";
  dots.dataset.name = "typing";
  dots.ariaLabel = label("typing");
  return element("div", "message bot typing", dots);
}

export function notice(words, retry) {
  const made = element("div", "notice", element("p", "", ...withPhones(words)));
  made.role = "alert";
  if (retry) made.append(tappable("again", label("retry"), retry));
  return made;
}
