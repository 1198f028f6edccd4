// The service worker of the whole site: shows pushes, opens what they name, and says so when there is no network.
// It keeps no page but the one that says so: pages are personal. Served at /sw.js, with SHELL on its first line:
// {version, offline: path of that page, files: what it needs}.

const CACHE = `shell-${SHELL.version}`;
const SPACE = "/candidat/espace";
const SAID_NOTHING = { title: "Vivier", body: "Du nouveau dans votre espace.", url: SPACE, tag: "espace" };

const fill = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL.offline, ...SHELL.files]);
  await self.skipWaiting();
};

const takeOver = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The browser asks for the page while this worker starts.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
};

const page = async (event) => {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(SHELL.offline)) ?? Response.error();
  }
};

// A push must show something, whatever it holds.
const told = (data) => {
  try {
    return { ...SAID_NOTHING, ...data?.json() };
  } catch {
    return SAID_NOTHING;
  }
};

// Only pages of ours are opened.
const ours = (address) => {
  try {
    const url = new URL(address, self.location.origin);
    return url.origin === self.location.origin ? url.href : new URL(SPACE, self.location.origin).href;
  } catch {
    return new URL(SPACE, self.location.origin).href;
  }
};

const notify = ({ title, body, url, tag }) =>
  self.registration.showNotification(title, { body, tag, lang: "fr", icon: SHELL.icon, data: { url: ours(url) } });

const open = async (url) => {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const already = windows.find((one) => one.url === url);
  return already ? already.focus() : self.clients.openWindow(url);
};

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// The browser got itself another subscription: the old endpoint, which only it and we know, says whose it is.
const resubscribe = async ({ oldSubscription, newSubscription }) => {
  if (!oldSubscription) return;
  const fresh = newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options));
  const body = new URLSearchParams({
    ancien: oldSubscription.endpoint,
    endpoint: fresh.endpoint,
    p256dh: base64url(fresh.getKey("p256dh")),
    auth: base64url(fresh.getKey("auth")),
  });
  await fetch("/candidat/appareils/changement", { method: "POST", body });
};

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("push", (event) => event.waitUntil(notify(told(event.data))));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(resubscribe(event)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate" && event.request.method === "GET") event.respondWith(page(event));
  else if (SHELL.files.includes(new URL(event.request.url).pathname))
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
