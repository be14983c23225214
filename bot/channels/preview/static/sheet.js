// The sheet that stands for Telegram's button "share my number": a name and a number, typed in.

const sheet = document.getElementById("contact");
const form = sheet.querySelector("form");
let share = () => {};

// Calls `onShare` with { name, phone } when the visitor shares; Cancel and Escape only close the sheet.
export function openSheet(onShare) {
  share = onShare;
  form.reset();
  sheet.showModal();
}

form.addEventListener("submit", () => {
  const { name, phone } = Object.fromEntries(new FormData(form));
  if (phone.trim()) share({ name: name.trim(), phone: phone.trim() });
});
document.getElementById("cancel").addEventListener("click", () => sheet.close());
