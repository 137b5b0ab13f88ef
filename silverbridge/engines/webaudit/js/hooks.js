// Runs before the page's own scripts: remembers what cannot be asked for later (listeners, timers, sounds, jumps).
(() => {
  if (window.__sbh) return;
  const listeners = new WeakMap();
  const H = { listeners, timers: new Map(), plays: [], speech: { spoken: 0, stopped: 0 }, dialogs: [], opened: [], jumps: [], roots: 0 };
  Object.defineProperty(window, '__sbh', { value: H, enumerable: false });
  const now = () => Date.now();

  const add = EventTarget.prototype.addEventListener, remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.addEventListener = function (type, fn, options) {
    if (fn) {
      const key = this === undefined || this === null ? window : this;
      const list = listeners.get(key) || [];
      list.push([String(type), fn]);
      listeners.set(key, list);
    }
    return add.call(this, type, fn, options);
  };
  EventTarget.prototype.removeEventListener = function (type, fn, options) {
    const list = this && listeners.get(this);
    if (list) {
      const at = list.findIndex(([t, f]) => t === type && f === fn);
      if (at >= 0) list.splice(at, 1);
    }
    return remove.call(this, type, fn, options);
  };

  // Handlers set as properties: to ask every element for each of them would cost more.
  H.handled = new WeakSet();
  for (const kind of [HTMLElement.prototype, SVGElement.prototype]) for (const name of Object.getOwnPropertyNames(kind)) {
    const d = name.startsWith('on') && Object.getOwnPropertyDescriptor(kind, name);
    if (d && d.set && d.configurable) Object.defineProperty(kind, name, { ...d, set(fn) { H.handled.add(this); return d.set.call(this, fn); } });
  }

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    H.roots += 1;
    return attach.call(this, { ...init, mode: 'open' });
  };

  const timeout = window.setTimeout, interval = window.setInterval;
  const clearT = window.clearTimeout, clearI = window.clearInterval;
  window.setTimeout = function (fn, delay, ...rest) {
    const source = String(fn).slice(0, 400);
    const call = typeof fn === 'function' ? fn : () => (0, eval)(fn);
    const id = timeout.call(window, function (...args) { H.timers.delete(id); return call.apply(this, args); }, delay, ...rest);
    H.timers.set(id, { kind: 'once', delay: Number(delay) || 0, source, set: now() });
    return id;
  };
  window.setInterval = function (fn, delay, ...rest) {
    const id = interval.call(window, fn, delay, ...rest);
    H.timers.set(id, { kind: 'every', delay: Number(delay) || 0, source: String(fn).slice(0, 400), set: now() });
    return id;
  };
  window.clearTimeout = id => { H.timers.delete(id); return clearT.call(window, id); };
  window.clearInterval = id => { H.timers.delete(id); return clearI.call(window, id); };

  // What was asked of the server and is not answered yet: a choice that is still on its way is not lost.
  // `sent` counts what may have left a choice somewhere besides what a page can be asked for: with the server, in a database.
  H.pending = H.sent = 0;
  const counted = (on, name) => { const was = on && on[name]; if (was) on[name] = function (...a) { H.sent += 1; return was.apply(this, a); }; };
  counted(Navigator.prototype, 'sendBeacon'); counted(IDBFactory.prototype, 'open'); counted(window.CacheStorage && CacheStorage.prototype, 'open');
  counted(window.CookieStore && CookieStore.prototype, 'set'); counted(WebSocket.prototype, 'send');
  const ask = window.fetch, send = XMLHttpRequest.prototype.send;
  window.fetch = function (...a) { H.sent += 1; H.pending += 1; return ask.apply(this, a).finally(() => { H.pending -= 1; }); };
  XMLHttpRequest.prototype.send = function (...a) { H.sent += 1; H.pending += 1; add.call(this, 'loadend', () => { H.pending -= 1; }, { once: true }); return send.apply(this, a); };

  // Does it ask whether somebody wants less motion?
  const media = window.matchMedia;
  window.matchMedia = function (query) { if (/reduced-motion/.test(query)) H.calm = true; return media.call(window, query); };

  const frame = window.requestAnimationFrame;
  window.requestAnimationFrame = function (fn) { H.frames = (H.frames || 0) + 1; return frame.call(window, fn); };

  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    H.plays.push({ media: this, at: now(), user: H.pressing === true });
    return play.call(this);
  };
  const pause = HTMLMediaElement.prototype.pause;
  HTMLMediaElement.prototype.pause = function () { H.speech.stopped += 1; return pause.call(this); };

  // A voice of our own: nothing is heard, and what the page asks of it is known.
  const voice = { speaking: false, paused: false, pending: false };
  const speech = {
    get speaking() { return voice.speaking; }, get paused() { return voice.paused; }, get pending() { return false; },
    onvoiceschanged: null,
    getVoices: () => [{ name: 'zh', lang: 'zh-CN', default: true, localService: true, voiceURI: 'zh' }],
    speak(utterance) {
      voice.speaking = true; H.speech.spoken += 1; H.speech.text = String(utterance && utterance.text).slice(0, 80);
      if (utterance && typeof utterance.onstart === 'function') utterance.onstart(new Event('start'));
    },
    cancel() { if (voice.speaking) H.speech.stopped += 1; voice.speaking = voice.paused = false; },
    pause() { if (voice.speaking) { H.speech.stopped += 1; voice.paused = true; } },
    resume() { if (voice.paused) { H.speech.spoken += 1; voice.paused = false; } },
    addEventListener() {}, removeEventListener() {},
  };
  try { Object.defineProperty(window, 'speechSynthesis', { value: speech, configurable: true }); } catch { H.speech.real = true; }
  window.SpeechSynthesisUtterance = function (text) { this.text = text; this.addEventListener = () => {}; };

  // What scrolls by script is seen at once; scroll events come only with the next frame.
  H.scrolled = new Map();
  const scrolls = el => { if (H.pressing || el === document.documentElement || el === document.body) return; const list = H.scrolled.get(el) || []; if (list.length < 200) list.push(now()); H.scrolled.set(el, list); };
  for (const name of ['scrollTop', 'scrollLeft']) {
    const d = Object.getOwnPropertyDescriptor(Element.prototype, name);
    Object.defineProperty(Element.prototype, name, { ...d, set(v) { scrolls(this); return d.set.call(this, v); } });
  }
  for (const name of ['scrollTo', 'scrollBy', 'scroll']) {
    const was = Element.prototype[name];
    Element.prototype[name] = function (...a) { scrolls(this); return was.apply(this, a); };
  }

  // Short animations are over before anybody measures: what began is remembered.
  H.animated = new Set();
  add.call(window, 'animationstart', event => { if (H.animated.size < 300 && event.target.getAnimations) for (const a of event.target.getAnimations()) H.animated.add(a); }, true);

  const said = kind => text => {
    H.dialogs.push({ kind, text: String(text ?? '').slice(0, 200), at: now() });
    if (H.dialogs.length > 60) throw new Error('too many dialogs');
    return kind === 'confirm' ? H.consent === true : null;
  };
  window.alert = said('alert'); window.confirm = said('confirm'); window.prompt = said('prompt');
  window.print = () => {};
  const open = window.open;
  window.open = function (url) { if (H.opened.length > 200) throw new Error('too many windows'); H.opened.push({ url: String(url ?? ''), at: now(), user: H.pressing === true }); return null; };
  H.open = open;

  if (window.navigation && window === window.top) {
    window.navigation.addEventListener('navigate', event => {
      const jump = { url: event.destination.url, at: now(), user: H.pressing === true, same: event.destination.sameDocument, type: event.navigationType, download: event.downloadRequest !== null && event.downloadRequest !== undefined };
      H.jumps.push(jump);
      try {
        const kept = JSON.parse(sessionStorage.getItem('__sb_jumps') || '[]');
        kept.push(jump); sessionStorage.setItem('__sb_jumps', JSON.stringify(kept.slice(-20)));
      } catch { H.jumpsLost = true; }
      // Into an app no way leads from here, and a page that waits for it never finishes loading.
      const away = !/^(https?|about|data|blob|javascript|file):/i.test(jump.url);
      if ((H.hold || away) && !jump.same && event.cancelable) event.preventDefault();
    });
  }
})();
