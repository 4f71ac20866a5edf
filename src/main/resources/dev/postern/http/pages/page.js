// Comfort only: every page works without this file.
const tabs = "BroadcastChannel" in self ? new BroadcastChannel("postern") : null;

// A sign-in page in one tab goes on when another tab has signed in, unless somebody is typing here.
const signIn = document.querySelector("form[data-sign-in]");
if (signIn && tabs) {
  tabs.onmessage = () => {
    if (!signIn.elements.password.value) {
      location.reload();
    }
  };
} else if (document.querySelector(".out") && tabs) {
  tabs.postMessage("signed in");
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
