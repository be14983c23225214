// Keeps the list fresh without moving what the reader looks at, and says how fresh it is.

const EVERY = 30_000;
const freshness = document.getElementById("freshness");
const trouble = document.getElementById("trouble");
let updated = Date.now();

function say(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

function showFreshness() {
  const seconds = Math.round((Date.now() - updated) / 1000);
  freshness.textContent = seconds < 2 ? "Updated just now" : `Updated ${seconds} s ago`;
}

// Only what changed is touched, so that focus, selection and scroll stay where they are.
function renew(fresh) {
  const shown = document.getElementById("list");
  const [lines, freshLines] = [shown, fresh].map((list) => list.querySelector("ol"));
  if (lines && freshLines) {
    shown.querySelector(".summary").textContent = fresh.querySelector(".summary").textContent;
    renewLines(lines, [...freshLines.children]);
  } else if (!shown.isEqualNode(fresh)) {
    shown.replaceWith(fresh);
  }
  const count = Number(fresh.dataset.count);
  document.title = document.title.replace(/^(\(\d+\) )?/, count ? `(${count}) ` : "");
}

function renewLines(lines, fresh) {
  const known = new Map([...lines.children].map((line) => [line.id, line]));
  fresh.forEach((line, place) => {
    const old = known.get(line.id);
    known.delete(line.id);
    if (old) renewParts(old, line);
    if (lines.children[place] !== old || !old) lines.insertBefore(old ?? line, lines.children[place] ?? null);
  });
  for (const gone of known.values()) gone.remove();
}

function renewParts(old, line) {
  old.className = line.className;
  const parts = [...line.children];
  [...old.children].forEach((part, place) => {
    if (part.isEqualNode(parts[place])) return;
    const held = part.contains(document.activeElement);
    part.replaceWith(parts[place]);
    if (held) parts[place].querySelector("a, button")?.focus({ preventScroll: true });
  });
}

async function refresh() {
  const answer = await fetch("/staff/calls", { headers: { Accept: "text/html" } });
  if (answer.status === 401) {
    location.assign("/staff/sign-in");
    return;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  renew(document.adoptNode(page.getElementById("list")));
  updated = Date.now();
  say("");
}

async function tick() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    say("The list could not be refreshed just now. What you see may be out of date.");
  }
  setTimeout(tick, EVERY);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() - updated > EVERY) refresh().catch(() => {});
});
showFreshness();
setInterval(showFreshness, 1000);
setTimeout(tick, EVERY);
