// Short steps that Python calls by name.
(() => {
  const S = window.__sb;
  if (S.finishAnimations) return;
  S.listFocus = () => { if (document.activeElement) document.activeElement.blur(); S.list = S.focusables(); };
  S.whereFocus = () => { let a = document.activeElement; while (a && a.shadowRoot && a.shadowRoot.activeElement) a = a.shadowRoot.activeElement; return a && a !== document.body ? S.list.indexOf(a) : -1; };
  S.inDialog = i => { const e = S.list[i]; return !e || !!e.closest('dialog[open], [aria-modal=true], [role=dialog]'); };
  // Before the clock runs: jumps are held, and what changes is watched where something may; frames asked for, scrolling listened to, elements.
  S.begin = waits => {
    const H = window.__sbh, frames = H.frames || 0, scrolls = S.listens(window).has('scroll') || S.listens(document).has('scroll');
    H.hold = true;
    if (waits || frames > 0 || scrolls) S.watch();
    return [frames, scrolls, document.getElementsByTagName('*').length];
  };
  S.scrollThrough = () => { const most = document.documentElement.scrollHeight; for (const part of [0.4, 0.8, 1]) { window.scrollTo({ top: most * part, behavior: 'instant' }); window.dispatchEvent(new Event('scroll')); document.dispatchEvent(new Event('scroll')); } };
  S.finishAnimations = () => { for (const a of document.getAnimations()) { const t = a.effect.getComputedTiming(); if (t.iterations !== Infinity && a.playState === 'running') a.finish(); } };
  S.schemes = () => [...document.querySelectorAll('iframe')].map(f => f.getAttribute('src') || '').filter(s => /^(?!https?:|about:|data:|blob:|javascript:|file:)[a-z][a-z0-9+.-]*:/i.test(s));
  S.insides = i => S.refs.map((e, n) => [e, n]).filter(([e]) => e && e !== S.refs[i] && S.refs[i].contains(e)).map(([, n]) => n);
  // What draws letters within parts of the page, as selectors; everything where that is much. To hide all letters of a page for a
  // small picture would have the browser style and draw all of it anew, and once more afterwards.
  const LETTERED_MOST = 80;
  const lettered = areas => {
    const dx = scrollX, dy = scrollY, within = (left, top, right, bottom) => areas.some(a => left < a[2] && right > a[0] && top < a[3] && bottom > a[1]);
    const lies = el => { const r = el.getBoundingClientRect(); return r.width > 0 && within(r.left + dx, r.top + dy, r.right + dx, r.bottom + dy); };
    const near = new Set(areas.flatMap(a => a[4]).map(e => S.host(S.refs[e])));
    for (const [el, own] of S.worded) if (own.box && within(...own.box)) near.add(S.host(el));
    for (const el of document.querySelectorAll('input, textarea, select, button, li, summary, iframe, img, object')) if (lies(el)) near.add(el);
    for (const el of S.roots().filter(root => root.host && root.ownerDocument === document).map(root => root.host)) if (lies(el)) near.add(S.host(el));
    for (const el of S.made) if (el.isConnected && lies(el)) near.add(S.host(el));
    const names = near.size > LETTERED_MOST ? ['*'] : [...near].map(S.selector);
    return names.flatMap(name => [name, `${name}::before`, `${name}::after`]);
  };
  // For pictures: letters in these parts of the page made transparent, what moves at rest (endless motion at its beginning). A part:
  // left, top, right, bottom, and the elements it is pictured for.
  S.veil = areas => {
    S.unveil();
    S.veiled = [...document.adoptedStyleSheets]; S.resting = [];
    for (const a of document.getAnimations()) {
      if (!a.effect || !a.playbackRate || a.playState === 'finished') continue;
      if (Number.isFinite(a.effect.getComputedTiming().endTime)) { try { a.finish(); } catch { continue; } }
      else { a.cancel(); S.resting.push(a); }
    }
    if (!areas.length) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${lettered(areas).join()}{color:transparent!important;-webkit-text-fill-color:transparent!important;text-shadow:none!important}`);
    document.adoptedStyleSheets = [...S.veiled, sheet];
  };
  S.unveil = () => { if (!S.veiled) return; document.adoptedStyleSheets = S.veiled; for (const a of S.resting) a.play(); S.veiled = null; };
  // Could the page be another one for who wants less motion? Yes, where nobody can tell.
  S.heedsCalm = () => {
    if (window.__sbh.calm || document.querySelector('iframe, frame, [media*="reduced-motion"]')) return true;
    const says = list => [...list].some(rule => /reduced-motion/.test((rule.media && rule.media.mediaText) || '') || (rule.styleSheet && says(rule.styleSheet.cssRules)) || (rule.cssRules && says(rule.cssRules)));
    try { return S.roots().some(root => [...(root.styleSheets || []), ...(root.adoptedStyleSheets || [])].some(sheet => says(sheet.cssRules))); } catch { return true; }
  };
  S.closeLayer = key => { const l = S.layers().find(x => x.key === key); if (!l || !l.closes.length) return false; window.__sbh.pressing = true; S.refs[l.closes[0].e].click(); window.__sbh.pressing = false; return true; };
  // Buttons that only show something, and forms filled in; what leads away is held.
  S.pressAll = async () => {
    const H = window.__sbh;
    H.hold = true; S.watch(); H.pressing = true;
    window.addEventListener('submit', e => e.preventDefault());
    let n = 0;
    for (const el of S.all('button, [role=button], input[type=button], a[href^="#"], a[href^="javascript"]')) {
      if (!S.shown(el) || el.disabled || n >= 10) continue;
      const plain = el.localName !== 'button' || el.type !== 'submit' || !el.form;
      if (!plain || !(S.listens(el).size || S.listens(document).has('click') || S.listens(document.body).has('click'))) continue;
      if (/长辈|字号|字体|对比|删除|退出/.test(S.label(el))) continue;
      n += 1; el.click(); await S.tick();
    }
    for (const f of S.all('form')) {
      if (n >= 12 || !S.shown(f) || !S.listens(f).has('submit')) continue;
      for (const i of f.querySelectorAll('input, textarea')) if (!i.value && /^(text|tel|email|search|password|textarea|)$/.test(i.type)) i.value = i.type === 'tel' ? '13800000000' : i.type === 'email' ? 'a@b.cn' : '李桂兰';
      n += 1; f.requestSubmit(); await S.tick();
    }
    H.pressing = false;
    return n;
  };
})();
