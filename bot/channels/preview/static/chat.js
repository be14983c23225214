// The page: shows the conversation, remembers it for a reload, and sends what the visitor writes, taps or shares.

import { botMessage, notice, ownMessage, typing } from "./bubbles.js";
import { label, language, speak } from "./labels.js";
import { openSheet } from "./sheet.js";
import { Refused, listen, newId, send, startOver } from "./wire.js";

const SHOWN = "shown";
const KEPT = 200;
const TYPING_MS = 10_000;

const log = document.getElementById("log");
const text = document.getElementById("text");
const shown = JSON.parse(sessionStorage.getItem(SHOWN) ?? "[]");
let dots = null;
let typingEnds = 0;

function remember(entry) {
  shown.push(entry);
  sessionStorage.setItem(SHOWN, JSON.stringify(shown.slice(-KEPT)));
}

function show(entry) {
  const message = entry.reply ? botMessage(entry.reply, tap, () => openSheet(share)) : ownMessage(entry.text);
  if (entry.reply?.clearsContact) log.querySelectorAll(".share").forEach((button) => button.remove());
  if (entry.reply) log.querySelectorAll(".message.last").forEach((one) => one.classList.remove("last"));
  if (entry.reply) message.classList.add("last");
  log.append(message);
  return message;
}

// A long answer is read from its first line, a short one is shown whole.
function reveal(message) {
  const room = log.scrollHeight - log.clientHeight;
  log.scrollTop = Math.min(room, message.offsetTop - 16);
}

function say(entry) {
  remember(entry);
  const message = show(entry);
  if (dots) log.append(dots);
  reveal(message);
}

function showTyping() {
  hideTyping();
  dots = typing();
  log.append(dots);
  log.scrollTop = log.scrollHeight;
  typingEnds = setTimeout(hideTyping, TYPING_MS);
}

function hideTyping() {
  clearTimeout(typingEnds);
  dots?.remove();
  dots = null;
}

async function deliver(message) {
  showTyping();
  try {
    await send(message);
  } catch (error) {
    hideTyping();
    explain(error, message);
  }
}

function explain(error, message) {
  const status = error instanceof Refused ? error.message : "";
  if (status === "409") return location.reload();
  const words = { 413: "too_long", 503: "unavailable" }[status] ?? "unsent";
  const made = notice(label(words), status === "413" ? null : () => {
    made.remove();
    deliver(message);
  });
  log.append(made);
  log.scrollTop = log.scrollHeight;
}

function tap(button) {
  say({ text: button.label });
  deliver({ id: newId(), kind: "tap", data: button.data });
}

function write() {
  const words = text.value.trim();
  if (!words) return;
  text.value = "";
  fit();
  say({ text: words });
  deliver({ id: newId(), kind: "text", text: words });
}

function share({ name, phone }) {
  say({ text: [name, phone].filter(Boolean).join(", ") });
  deliver({ id: newId(), kind: "contact", name, phone });
  text.focus();
}

// The box grows with its text, up to a bound set by the style sheet.
function fit() {
  text.rows = Math.min(5, text.value.split("\n").length + Math.floor(text.value.length / 40));
}

const close = listen({
  onReply(reply) {
    hideTyping();
    say({ reply });
  },
  onReady() {
    if (!shown.length) deliver({ id: newId(), kind: "text", text: "/start" });
  },
  onAway(away) {
    document.getElementById("away").hidden = !away;
  },
});

document.getElementById("writing").addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  write();
});
document.querySelector(".languages").addEventListener("click", (event) => {
  if (event.target.value) speak(event.target.value);
});
document.getElementById("start-over").addEventListener("click", async () => {
  try {
    await startOver();
    close();
    sessionStorage.removeItem(SHOWN);
    location.reload();
  } catch {
    log.append(notice(label("unsent")));
  }
});

speak(language);
shown.forEach(show);
log.scrollTop = log.scrollHeight;
