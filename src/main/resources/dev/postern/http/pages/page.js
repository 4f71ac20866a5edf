// Comfort only: every page works without this file.
const tabs = "BroadcastChannel" in self ? new BroadcastChannel("postern") : null;

// A sign-in page goes on when another tab has signed in, unless something was typed or filled in here. It is opened
// anew, not reloaded: it may be the answer to a form.
const signIn = document.querySelector("form[data-sign-in]");
if (signIn) {
  const fields = signIn.elements;
  const reload = () => {
    if (!fields.username.value && !fields.password.value) {
      const state = fields.state ? "&state=" + encodeURIComponent(fields.state.value) : "";
      location.replace("/login?next=" + encodeURIComponent(fields.next.value) + state);
    }
  };
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
