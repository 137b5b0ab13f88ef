// What every script of the audit stands on: names, colours, selectors. Installed once in each document.
(() => {
  if (window.__sb) return;
  const S = { refs: [], index: new Map() };
  Object.defineProperty(window, '__sb', { value: S, enumerable: false });

  S.ref = el => {
    let i = S.index.get(el);
    if (i === undefined) { i = S.refs.length; S.refs.push(el); S.index.set(el, i); }
    return i;
  };
  // What an element stands in, out of shadow roots too; and whether it writes letters itself.
  S.above = el => el.parentElement || el.getRootNode().host;
  S.written = el => [...el.childNodes].some(n => n.nodeType === 3 && /\S/.test(n.data));
  // What lies in a frame or shadow root is named by its host in the main document.
  S.host = el => {
    for (let up = el; ;) {
      const root = up.getRootNode();
      if (root instanceof ShadowRoot || (root.host && root.mode)) up = root.host;
      else if (root !== document && root.defaultView && root.defaultView.frameElement) up = root.defaultView.frameElement;
      else return up;
    }
  };
  const known = { ids: null, nth: null };
  const alone = id => { if (!known.ids) return document.querySelectorAll('#' + CSS.escape(id)).length === 1; let told = known.ids.get(id); if (told === undefined) known.ids.set(id, told = document.querySelectorAll('#' + CSS.escape(id)).length === 1); return told; };
  const place = el => {
    const up = el.parentElement, name = CSS.escape(el.localName);
    if (!up) return name;
    let kids = known.nth && known.nth.get(up);
    if (!kids) {
      const counts = new Map(); kids = new Map();
      for (const kid of up.children) { const n = (counts.get(kid.localName) || 0) + 1; counts.set(kid.localName, n); kids.set(kid, n); }
      for (const kid of up.children) if (counts.get(kid.localName) === 1) kids.set(kid, 0);
      if (known.nth) known.nth.set(up, kids);
    }
    const n = kids.get(el);
    return n ? `${name}:nth-of-type(${n})` : name;
  };
  S.selector = el => {
    if (!el || el.nodeType !== 1) return 'body';
    el = S.host(el);
    if (!el.isConnected) return 'body';
    const tag = el.localName;
    if (tag === 'body' || tag === 'html' || tag === 'head') return tag;
    const parts = [];
    for (let up = el; up && up.nodeType === 1; up = up.parentElement) {
      if (up.localName === 'body' || up.localName === 'html' || up.localName === 'head') { parts.unshift(up.localName); break; }
      if (up.id && alone(up.id)) { parts.unshift('#' + CSS.escape(up.id)); break; }
      parts.unshift(place(up));
    }
    return parts.join(' > ');
  };
  // The first letters of its markup; all of it is not written out for them.
  const LETTERS = 160, quote = t => t.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const opening = (el, left = LETTERS) => {
    if (el.getElementsByTagName('*').length < 12) return el.outerHTML.slice(0, left);
    let out = `<${el.localName}${[...el.attributes].map(a => ` ${a.name}="${quote(a.value)}"`).join('')}>`;
    for (const kid of el.childNodes) {
      if (out.length >= left) break;
      out += kid.nodeType === 1 ? opening(kid, left - out.length) : kid.nodeType === 3 ? quote(kid.data) : '';
    }
    return out.slice(0, left);
  };
  S.name = indices => {
    known.ids = new Map(); known.nth = new Map(); // nothing changes while names are given
    const names = indices.map(i => {
      const el = S.refs[i];
      if (!el) return { selector: 'body', box: null, html: '' };
      const r = S.host(el).getBoundingClientRect();
      return { selector: S.selector(el), html: opening(el), box: [r.x + scrollX, r.y + scrollY, r.width, r.height].map(v => Math.round(v * 10) / 10) };
    });
    known.ids = known.nth = null;
    return names;
  };

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colours = new Map();
  S.colour = text => {
    let known = colours.get(text);
    if (known) return known;
    const m = /^rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)$/.exec(text);
    if (m) known = [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]];
    else if (!text || text === 'transparent' || text === 'none') known = [0, 0, 0, 0];
    else if (canvas) {
      canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = 'rgba(0,0,0,0)'; canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
      const d = canvas.getImageData(0, 0, 1, 1).data;
      known = [d[0], d[1], d[2], d[3] / 255];
    } else known = [0, 0, 0, 1];
    colours.set(text, known);
    return known;
  };
  S.over = (top, under, alpha = 1) => {
    const a = top[3] * alpha;
    return [0, 1, 2].map(i => top[i] * a + under[i] * (1 - a)).concat(1);
  };
  S.luminance = c => {
    const f = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]);
  };
  S.ratio = (a, b) => {
    const x = S.luminance(a), y = S.luminance(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  S.round = (v, n = 2) => Math.round(v * 10 ** n) / 10 ** n;

  S.shown = el => el.isConnected && el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const byIds = (el, ids) => ids.split(/\s+/).map(id => el.getRootNode().getElementById?.(id)).filter(Boolean);
  S.visibleText = el => {
    let out = '';
    const go = n => {
      if (n.nodeType === 3) { out += n.data; return; }
      if (n.nodeType !== 1) return;
      if (n.localName === 'script' || n.localName === 'style') return;
      if (n.localName === 'img') { out += n.alt || ''; return; }
      if (n.localName === 'svg') { out += n.getAttribute('aria-label') || n.querySelector('title')?.textContent || ''; return; }
      if (n.getAttribute('aria-label') && n !== el) { out += n.getAttribute('aria-label'); return; }
      for (const c of (n.shadowRoot || n).childNodes) go(c);
    };
    go(el);
    return out.replace(/\s+/g, ' ').trim();
  };
  S.label = el => {
    const aria = (el.getAttribute('aria-label') || '').trim();
    if (aria) return aria;
    const by = el.getAttribute('aria-labelledby');
    if (by) { const t = byIds(el, by).map(S.visibleText).join(' ').trim(); if (t) return t; }
    if (el.labels && el.labels.length) { const t = [...el.labels].map(S.visibleText).join(' ').trim(); if (t) return t; }
    if (el.localName === 'input' && ['button', 'submit', 'reset'].includes(el.type)) return el.value || (el.type === 'submit' ? '提交' : '');
    if (el.localName === 'input' || el.localName === 'select' || el.localName === 'textarea') return el.title || el.placeholder || '';
    if (el.localName === 'img') return el.alt || '';
    return S.visibleText(el) || el.title || '';
  };
  const HANDLERS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'keydown', 'keyup', 'keypress', 'focus', 'blur', 'touchstart', 'touchmove', 'mousemove', 'mouseover', 'mouseenter', 'paste', 'change', 'input', 'submit', 'dblclick', 'dragstart', 'pointermove'].map(type => [type, 'on' + type]);
  S.listens = el => {
    const out = new Set();
    const view = el.ownerDocument ? el.ownerDocument.defaultView : window;
    for (const [type] of (view && view.__sbh ? view.__sbh.listeners.get(el) : null) || []) out.add(type);
    const watched = view && view.__sbh && (el instanceof view.HTMLElement || el instanceof view.SVGElement) && el.localName !== 'body';
    if (!watched || view.__sbh.handled.has(el)) for (const [type, handler] of HANDLERS) if (typeof el[handler] === 'function') out.add(type);
    if (el.hasAttributes && el.hasAttributes()) for (const name of el.getAttributeNames()) if (name.startsWith('on')) out.add(name.slice(2));
    return out;
  };
  S.sources = (el, types) => {
    const view = (el.ownerDocument || el).defaultView || window;
    const out = [];
    for (const [type, fn] of (view.__sbh ? view.__sbh.listeners.get(el) : null) || []) if (types.includes(type)) out.push(String(typeof fn === 'function' ? fn : fn.handleEvent));
    for (const type of types) {
      if (typeof el['on' + type] === 'function') out.push(String(el['on' + type]));
      else if (el.getAttribute && el.getAttribute('on' + type)) out.push(el.getAttribute('on' + type));
    }
    return out;
  };
  // Both documents and shadow trees, in one list of roots.
  S.roots = () => {
    if (S.rooted) return S.rooted;
    const out = [];
    const go = root => {
      out.push(root);
      for (const el of root.querySelectorAll('*')) {
        if (el.shadowRoot) go(el.shadowRoot);
        if (el.localName === 'iframe' || el.localName === 'frame') { try { if (el.contentDocument && el.contentDocument.body && S.shown(el)) go(el.contentDocument); } catch { /* another origin */ } }
      }
    };
    go(document);
    return out;
  };
  // Elements that style sheets give generated boxes to (or may); null where a sheet cannot be read or understood.
  const PART = /(^|[\s>+~,(])?::?(before|after)\b/g;
  S.generating = () => {
    const out = new Set();
    const read = (rules, root, inside) => {
      for (const rule of rules) {
        if (rule.styleSheet) { read(rule.styleSheet.cssRules, root, inside); continue; }
        const named = rule.selectorText !== undefined && /:(before|after)\b/.test(rule.selectorText), content = named && rule.style.content;
        if (content && content !== 'none' && content !== 'normal') {
          if (inside) throw new Error('nested');
          for (const el of root.querySelectorAll(rule.selectorText.replace(PART, (_, before) => before === undefined ? '' : before + '*'))) out.add(el);
        }
        if (rule.cssRules) read(rule.cssRules, root, inside || rule.selectorText !== undefined);
      }
    };
    try { for (const root of S.roots()) for (const sheet of [...(root.styleSheets || []), ...(root.adoptedStyleSheets || [])]) read(sheet.cssRules, root, false); } catch { return null; }
    return out;
  };
  S.all = selector => S.roots().flatMap(root => [...root.querySelectorAll(selector)]);
  S.hash = text => { let h = 5381; for (let i = 0; i < text.length; i++) h = ((h << 5) + h + text.charCodeAt(i)) | 0; return (h >>> 0).toString(16); };
})();
