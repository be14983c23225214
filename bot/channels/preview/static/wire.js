// To and from the server. A message keeps its id when it is sent again, and replies are numbered: neither gets lost
// or comes twice.

import { language } from "./labels.js";

const POSITION = "position";
let line = Promise.resolve();

export class Refused extends Error {}

// One after the other, in the order in which they were written.
export function send(message) {
  const sent = line.then(() => post({ ...message, language }));
  line = sent.catch(() => {});
  return sent;
}

export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function post(message) {
  const answer = await fetch("/preview/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  if (!answer.ok) throw new Refused(String(answer.status));
}

export async function startOver() {
  const answer = await fetch("/preview/start-over", { method: "POST" });
  if (!answer.ok) throw new Refused(String(answer.status));
  sessionStorage.removeItem(POSITION);
}

function address() {
  const position = sessionStorage.getItem(POSITION);
  return position ? `/preview/replies?after=${encodeURIComponent(position)}` : "/preview/replies";
}

// Calls `onReply` for each reply once, `onReady` at the first connection and `onAway` with true and false as the
// connection goes and comes. A page in the background does not hold a connection.
export function listen({ onReply, onReady, onAway }) {
  let source = null;
  let again = 0;

  function open() {
    clearTimeout(again);
    source?.close();
    source = new EventSource(address());
    source.addEventListener("position", (event) => {
      sessionStorage.setItem(POSITION, event.data);
      onAway(false);
      onReady();
      onReady = () => {};
    });
    source.addEventListener("reply", (event) => {
      sessionStorage.setItem(POSITION, event.lastEventId);
      onReply(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      onAway(true);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 3000);
    });
  }

  function close() {
    clearTimeout(again);
    source?.close();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  if (!document.hidden) open();
  return close;
}
