// Comfort only: every page works without this file.
const tabs = "BroadcastChannel" in self ? new BroadcastChannel("postern") : null;

// A sign-in page goes on when another tab has signed in, unless somebody is typing here.
const signIn = document.querySelector("form[data-sign-in]");
if (signIn) {
  let typing = false;
  const reload = () => typing || location.reload();
  signIn.addEventListener("keydown", () => { typing = true; });
  signIn.addEventListener("submit", () => tabs?.postMessage("signing in"));
  document.addEventListener("visibilitychange", () => document.hidden || reload());
  if (tabs) {
    tabs.onmessage = () => setTimeout(reload, 2000); // By then the password has been checked.
  }
}

// Caps lock is a common reason for a wrong password.
for (const field of document.querySelectorAll("input[type=password]")) {
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.setAttribute("role", "status");
  field.after(hint);
  field.addEventListener("keyup", event => {
    hint.textContent = event.getModifierState?.("CapsLock") ? "Caps lock is on." : "";
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
    });
  }
}
