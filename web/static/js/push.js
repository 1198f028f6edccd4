// Notifications on this very device: one panel (push_panel.html), of which one state shows.
// The texts are in the template; nothing is asked of the person before the button is pressed.

const panel = document.querySelector("[data-push]");
const known = new Set(panel.dataset.known.split(" "));

const show = (...states) => {
  for (const one of panel.querySelectorAll("[data-state]")) one.hidden = !states.includes(one.dataset.state);
};

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const digest = async (text) => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

// Safari on iPhone and iPad pushes only to what stands on the home screen; `standalone` exists nowhere else.
const mustInstall = () => navigator.standalone === false;
const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

// A subscription made with a key that is no longer ours is worth nothing.
const isOurs = (subscription) => {
  const key = subscription.options?.applicationServerKey;
  return !key || new Uint8Array(key).join() === bytes(panel.dataset.key).join();
};

const subscribe = async (form) => {
  if ((await Notification.requestPermission()) !== "granted") return look();
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  if (old && !isOurs(old)) await old.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(panel.dataset.key) });
  const { endpoint, keys } = made.toJSON();
  form.elements.endpoint.value = endpoint;
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  // Sent as any form: the page that comes back shows the device in the list.
  form.submit();
};

const look = async () => {
  if (!supported()) return show(mustInstall() ? "install" : "unsupported");
  if (Notification.permission === "denied") return show("denied");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.getSubscription();
  const here = subscription && isOurs(subscription) && known.has(await digest(subscription.endpoint));
  return show(here ? "on" : "off");
};

panel.querySelector("[data-subscribe]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  button.disabled = true;
  try {
    await subscribe(event.target);
  } catch {
    show("off", "failed");
  } finally {
    button.disabled = false;
  }
});

// Taking this very device out of the list also ends its subscription.
for (const form of document.querySelectorAll("[data-unsubscribe]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const registration = await navigator.serviceWorker?.getRegistration();
      const subscription = await registration?.pushManager?.getSubscription();
      const mine = form.closest("[data-device]").dataset.device;
      if (subscription && (await digest(subscription.endpoint)) === mine) await subscription.unsubscribe();
    } finally {
      form.submit();
    }
  });
}

try {
  await navigator.serviceWorker?.register("/sw.js");
  await look();
} catch {
  show("unsupported");
}
